import json

from google.protobuf.json_format import Parse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


def test_spans_are_what_the_protocol_describes(things):
    with open(things["telemetry"]["traces"]) as file:
        text = file.read()
    # Refuses every field that the protocol does not know.
    request = Parse(text, ExportTraceServiceRequest())
    spans = [span for resource in request.resource_spans for scope in resource.scope_spans for span in scope.spans]
    assert [span.name for span in spans] == ["see incident", "wait in outbox", "carry message", "ingest"]
    assert all(span.end_time_unix_nano >= span.start_time_unix_nano for span in spans)
    # Ids are written in hexadecimal, unlike other bytes in this encoding.
    written = [span for resource in json.loads(text)["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]]
    assert {span["traceId"] for span in written} == {things["telemetry"]["incident"]}
    assert all(len(bytes.fromhex(span["spanId"])) == 8 for span in written)


def test_measures_are_what_the_protocol_describes(things):
    with open(things["telemetry"]["metrics"]) as file:
        request = Parse(file.read(), ExportMetricsServiceRequest())
    metrics = {m.name: m for resource in request.resource_metrics for scope in resource.scope_metrics for m in scope.metrics}
    (point,) = metrics["sightloop.ingest.events"].sum.data_points
    assert point.as_double == 3 or point.as_int == 3
    (delay,) = metrics["sightloop.alert.delay"].histogram.data_points
    assert delay.sum == 1.5 and delay.count == 1
    assert metrics["sightloop.alert.delay"].unit == "s"
