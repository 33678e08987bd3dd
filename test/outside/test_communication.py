import json
import urllib.request

import pytest
from azure.communication.email import EmailClient
from azure.communication.sms import SmsClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError


def outbox(things):
    return json.loads(urllib.request.urlopen(f"{things['communication']['url']}/outbox").read())


def test_the_python_client_sends_an_sms(things):
    client = SmsClient(things["communication"]["url"], things["communication"]["accessKey"])
    (result,) = client.send(from_="+15550100", to="+15550101", message="from outside")
    assert result.successful
    assert "from outside" in json.dumps(outbox(things))


def test_the_python_client_sends_an_email_and_waits_for_it(things):
    client = EmailClient(things["communication"]["url"], AzureKeyCredential(things["communication"]["accessKey"]))
    poller = client.begin_send(
        {
            "senderAddress": "sightloop@example.com",
            "content": {"subject": "Seen from outside", "plainText": "hello"},
            "recipients": {"to": [{"address": "person@example.com"}]},
        }
    )
    assert poller.result()["status"] == "Succeeded"
    assert "Seen from outside" in json.dumps(outbox(things))


def test_a_wrong_access_key_is_refused(things):
    client = SmsClient(things["communication"]["url"], "d3Jvbmc=")
    with pytest.raises(HttpResponseError) as refused:
        client.send(from_="+15550100", to="+15550101", message="no")
    assert refused.value.status_code == 401
