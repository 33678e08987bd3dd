"""A plain MQTT client as the device, the Python client of Event Hubs as the reader."""
import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
import urllib.parse
import urllib.request

import paho.mqtt.client as mqtt
from azure.eventhub import EventHubConsumerClient


def fields(connection_string):
    return dict(part.split("=", 1) for part in connection_string.split(";") if part)


def token(resource, key):
    encoded = urllib.parse.quote(resource, safe="")
    expiry = int(time.time()) + 600
    signature = hmac.new(base64.b64decode(key), f"{encoded}\n{expiry}".encode(), hashlib.sha256).digest()
    return f"SharedAccessSignature sr={encoded}&sig={urllib.parse.quote(base64.b64encode(signature), safe='')}&se={expiry}"


def connect(things, key=None):
    hub = things["hub"]
    own = fields(hub["device"])
    name = own["DeviceId"]
    host, port = hub["hostName"].split(":")
    client = mqtt.Client(name, clean_session=False, protocol=mqtt.MQTTv311)
    client.username_pw_set(
        f"{hub['hostName']}/{name}/?api-version=2021-04-12",
        token(f"{hub['hostName']}/devices/{name}", key or own["SharedAccessKey"]),
    )
    client.tls_set(ca_certs=hub["certificateFile"], tls_version=ssl.PROTOCOL_TLS_CLIENT)
    answered = threading.Event()
    codes = []
    client.on_connect = lambda *args: (codes.append(args[3]), answered.set())
    client.connect(host, int(port))
    client.loop_start()
    assert answered.wait(10)
    return client, codes[0]


def end(client):
    client.disconnect()
    client.loop_stop()


def test_a_plain_mqtt_client_sends_and_event_hubs_client_reads(things):
    client, code = connect(things)
    assert code == 0
    body = json.dumps({"hello": "from outside"})
    properties = "type=health&schema=1&%24.ct=application%2Fjson&%24.ce=utf-8"
    client.publish(f"devices/outside-1/messages/events/{properties}", body, qos=1).wait_for_publish(10)
    end(client)

    found = threading.Event()
    seen = []

    def on_event(partition, event):
        if event is not None:
            seen.append(event)
            found.set()

    consumer = EventHubConsumerClient.from_connection_string(things["hub"]["events"], consumer_group="$Default")
    reader = threading.Thread(target=lambda: consumer.receive(on_event, starting_position="-1"), daemon=True)
    reader.start()
    assert found.wait(20)
    consumer.close()
    event = seen[0]
    assert event.body_as_str() == body
    assert event.properties[b"type"] == b"health"
    assert event.system_properties[b"iothub-connection-device-id"] == b"outside-1"


def test_a_wrong_key_is_refused(things):
    client, code = connect(things, key=base64.b64encode(b"x" * 32).decode())
    assert code == 5
    end(client)


def test_the_twin_is_read_over_plain_mqtt(things):
    client, _ = connect(things)
    answered = threading.Event()
    messages = []
    client.on_message = lambda *args: (messages.append(args[2]), answered.set())
    subscribed = threading.Event()
    client.on_subscribe = lambda *args: subscribed.set()
    client.subscribe("$iothub/twin/res/#")
    assert subscribed.wait(10)
    client.publish("$iothub/twin/GET/?$rid=1", " ")
    assert answered.wait(10)
    end(client)
    assert messages[0].topic.startswith("$iothub/twin/res/200/")
    assert "$version" in json.loads(messages[0].payload)["desired"]


def test_a_file_goes_up_by_the_rest_of_the_hub_and_a_plain_put(things):
    hub = things["hub"]
    own = fields(hub["device"])
    context = ssl.create_default_context(cafile=hub["certificateFile"])
    headers = {"Authorization": token(f"{hub['hostName']}/devices/outside-1", own["SharedAccessKey"]), "Content-Type": "application/json"}

    def post(path, body):
        request = urllib.request.Request(f"https://{hub['hostName']}{path}?api-version=2021-04-12", json.dumps(body).encode(), headers)
        return urllib.request.urlopen(request, context=context).read()

    grant = json.loads(post("/devices/outside-1/files", {"blobName": "note.txt"}))
    assert grant["blobName"] == "outside-1/note.txt"
    target = f"{things['storage']['blobUrl']}/{grant['containerName']}/{grant['blobName']}{grant['sasToken']}"
    put = urllib.request.Request(target, b"hello", {"x-ms-blob-type": "BlockBlob"}, method="PUT")
    assert urllib.request.urlopen(put).status == 201
    post(f"/devices/outside-1/files/notifications/{grant['correlationId']}", {"isSuccess": True, "statusCode": 201, "statusDescription": "done"})
