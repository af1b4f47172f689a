"""language_model.py TATARA: autologging of a language model library against `tatara server`.

The `openai` library asks a stand-in of its service that this script runs; MLflow's autologging traces what it asks. Nothing
may warn, and every span has to arrive: plain answers, streamed ones, failing ones, several at once, below a function of the
user's own, and inside a run.
"""

import http.server
import json
import logging
import os
import sys
import threading
import time
import warnings

os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow
import openai

from tatara_server import TataraServer


class Service(http.server.BaseHTTPRequestHandler):
    """Answers chats in the words it was asked, by the form of the real service."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/embeddings"):
            return self.answer(200, {"object": "list", "model": asked["model"], "usage": {"prompt_tokens": 2, "total_tokens": 2},
                                     "data": [{"object": "embedding", "index": 0, "embedding": [0.5, -0.25]}]})
        words = asked["messages"][-1]["content"]
        if words == "fail":
            return self.answer(400, {"error": {"message": "no such question", "type": "invalid_request_error"}})
        usage = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
        common = {"id": "chat-1", "created": 1_700_000_000, "model": asked["model"]}
        if not asked.get("stream"):
            return self.answer(200, {**common, "object": "chat.completion", "usage": usage, "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "echo: " + words}}]})
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for part in ("echo: ", words):
            chunk = {**common, "object": "chat.completion.chunk",
                     "choices": [{"index": 0, "delta": {"role": "assistant", "content": part}, "finish_reason": None}]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        last = {**common, "object": "chat.completion.chunk", "usage": usage,
                "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
        self.wfile.write(f"data: {json.dumps(last)}\n\ndata: [DONE]\n\n".encode())

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Complaints(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.told = []

    def emit(self, record):
        self.told.append(f"{record.name}: {record.getMessage()}")


def chat(client, words, **more):
    return client.chat.completions.create(model="stand-in", messages=[{"role": "user", "content": words}], **more)


def work(client):
    """Returns the names of traces and how often each has to be there."""
    chat(client, "hello «ü»")
    assert "".join(c.choices[0].delta.content or "" for c in chat(client, "flow", stream=True)) == "echo: flow"
    try:
        chat(client, "fail")
        raise AssertionError("the stand-in did not fail")
    except openai.BadRequestError:
        pass
    client.embeddings.create(model="stand-in", input="words")

    @mlflow.trace
    def answer(question):
        with mlflow.start_span("look up") as span:
            span.set_inputs({"question": question})
            span.set_outputs(["a", "b"])
        return chat(client, question).choices[0].message.content

    assert answer("two things") == "echo: two things"
    with mlflow.start_run() as run:
        chat(client, "inside a run")
    threads = [threading.Thread(target=chat, args=(client, f"at once {i}")) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mlflow.flush_trace_async_logging()
    return run.info.run_id


def check(run_id):
    for _ in range(100):
        traces = mlflow.search_traces(return_type="list", max_results=100)
        if len(traces) >= 18:
            break
        time.sleep(0.1)
    assert len(traces) == 18, f"{len(traces)} traces of 18"
    by_question = {}
    for trace in traces:
        root = next(span for span in trace.data.spans if span.parent_id is None)
        asked = root.inputs["messages"][-1]["content"] if "messages" in root.inputs else root.inputs.get("input", root.inputs.get("question"))
        by_question[str(asked)] = (trace, root)
    trace, root = by_question["hello «ü»"]
    assert root.outputs["choices"][0]["message"]["content"] == "echo: hello «ü»", root.outputs
    assert trace.info.token_usage == {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12}, trace.info.token_usage
    assert root.span_type == "CHAT_MODEL" and trace.info.state == "OK", (root.span_type, trace.info.state)
    trace, root = by_question["flow"]
    assert "echo: flow" in json.dumps(root.outputs), root.outputs
    trace, root = by_question["fail"]
    assert trace.info.state == "ERROR" and any(e.name == "exception" for e in root.events), trace.info
    assert by_question["words"][1].span_type == "EMBEDDING"
    trace, root = by_question["two things"]
    assert sorted(span.name for span in trace.data.spans) == ["Completions", "answer", "look up"], trace.data.spans
    assert all(span.parent_id in (None, root.span_id) for span in trace.data.spans)
    assert by_question["inside a run"][0].info.request_metadata["mlflow.sourceRun"] == run_id
    assert sum(question.startswith("at once") for question in by_question) == 12, sorted(by_question)


def main():
    complaints = Complaints()
    for name in ("mlflow", "opentelemetry", "urllib3"):
        logging.getLogger(name).addHandler(complaints)
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    with TataraServer(sys.argv[1]) as tatara:
        mlflow.set_tracking_uri(tatara.url)
        mlflow.set_experiment("talks")
        mlflow.openai.autolog()
        client = openai.OpenAI(api_key="none", base_url=f"http://127.0.0.1:{service.server_address[1]}/v1", max_retries=0)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            run_id = work(client)
        check(run_id)
        ours = tatara.ask("traces", "list", "--experiment", "talks")
        assert len(ours) == 18, len(ours)
    service.shutdown()
    said = complaints.told + [str(w.message) for w in warned if "mlflow" in str(w.filename)]
    assert not said, "\n".join(said)
    print("language model: 18 traces, nothing lost, nothing warned of")


main()
