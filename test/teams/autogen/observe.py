"""Plays the scenarios of observed.jsonl by AutoGen 0.2 itself, and writes what came of each into it.

    pip install autogen-agentchat==0.2.40 && python observe.py

Models are scripted: each agent's model has its name, and a server on the loopback interface says what is next of it.
"""

import asyncio
import contextlib
import importlib.metadata
import io
import json
import pathlib
import platform
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import autogen
from autogen.coding import LocalCommandLineCodeExecutor

FILE = pathlib.Path(__file__).with_name("observed.jsonl")
USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
# Whom the manager asks for the next speaker, and who sums up, is asked in other words here and there.
ASIDES = ("select the next role", "Read the above conversation", "should speak next", "Summarize the takeaway")


class Server(ThreadingHTTPServer):
    def __init__(self, says):
        super().__init__(("127.0.0.1", 0), Handler)
        self.says = {name: list(replies) for name, replies in says.items()}
        self.requests = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        model = body["model"]
        self.server.requests.append(seen(model, body["messages"]))
        replies = self.server.says[model]
        reply = replies.pop(0) if replies else ""
        status = reply.get("status", 200) if isinstance(reply, dict) else 200
        message = {"role": "assistant", "content": reply}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        answer = {"id": "1", "object": "chat.completion", "created": 0, "model": model, "choices": choices, "usage": USAGE}
        data = json.dumps(answer if status == 200 else {"error": {"message": "It is down."}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def seen(model, messages):
    """A request: the model, and what it hears but for its instructions."""
    if any(words in str(message["content"]) for message in messages for words in ASIDES):
        return [model]
    return [model, *([m["role"], m["content"]] for m in messages if m["role"] != "system")]


def play(spec):
    members = spec["members"]
    server = Server({name: replies for member in members for name, replies in scripts_of(member).items()})
    answers = list(spec.get("human", []))
    asked = []
    with tempfile.TemporaryDirectory() as folder:
        agents = {member["name"]: make(member, server, folder, answers, asked) for member in members}
        observed = {}
        try:
            histories, results = [run(spec, agents) for _ in range(spec.get("times", 1))][-1]
            observed["said"] = [
                [message["name"], message["content"]] for history in histories for message in history[1:]
            ]
            if "summary" in spec.get("compare", []):
                observed["summary"] = results[-1].summary
            if "tokens" in spec.get("compare", []):
                costs = [result.cost["usage_excluding_cached_inference"] for result in results]
                observed["tokens"] = sum(
                    one["total_tokens"] for cost in costs for one in cost.values() if isinstance(one, dict)
                )
        except Exception as error:
            observed["error"] = type(error).__name__
        # What is asked at once comes in any order.
        observed["requests"] = sorted(server.requests, key=json.dumps) if "chats" in spec else server.requests
        if "human" in spec:
            observed["asked"] = len(asked)
    server.shutdown()
    return json.loads(json.dumps(observed).replace(folder, "FOLDER"))


def scripts_of(member):
    return {provider["model"]: provider["says"] for provider in providers_of(member)}


def providers_of(member):
    return member.get("providers", [{"model": member["name"], "says": member["says"]}] if "says" in member else [])


def make(member, server, folder, answers, asked):
    def is_end(message):
        return str(message.get("content") or "").rstrip().endswith("TERMINATE")

    options = {"name": member["name"]}
    if member.get("ends_with"):
        options["is_termination_msg"] = is_end
    config = [
        {"model": provider["model"], "base_url": server.url, "api_key": "none", "price": [0, 0]}
        for provider in providers_of(member)
    ]
    if config:
        options |= {"llm_config": {"config_list": config, "cache_seed": None}}
    if "proxy" not in member:
        return autogen.AssistantAgent(system_message=f"You are {member['name']}.", **options)
    proxy = dict(member["proxy"])
    code = proxy.pop("code", False)
    timeout = proxy.pop("timeout", 60)
    executor = code and {"executor": LocalCommandLineCodeExecutor(timeout=timeout, work_dir=folder)}
    agent = autogen.UserProxyAgent(code_execution_config=executor, **options, **proxy)

    def get_human_input(_prompt):
        if not answers:
            raise EOFError
        asked.append(member["name"])
        words = answers.pop(0)
        agent._human_input.append(words)
        return words

    agent.get_human_input = get_human_input
    return agent


def run(spec, agents):
    """What was said in each chat of a scenario, and the results."""
    starter, message = agents[spec["from"]], spec["message"]
    if "group" in spec:
        group = spec["group"]
        names = group["agents"]
        transitions = group.get("allowed_or_disallowed_speaker_transitions")
        chat = autogen.GroupChat(
            agents=[agents[name] for name in names],
            messages=[],
            max_round=group["max_round"],
            speaker_selection_method=group["speaker_selection_method"],
            allowed_or_disallowed_speaker_transitions=transitions
            and {agents[one]: [agents[name] for name in names] for one, names in transitions.items()},
            speaker_transitions_type=transitions and "allowed",
        )
        selector = agents.get("manager")
        manager = autogen.GroupChatManager(
            chat, name="chat_manager", llm_config=selector.llm_config if selector else False
        )
        result = starter.initiate_chat(manager, message=message)
        return [chat.messages], [result]
    if "chats" in spec:
        chats = [
            {
                "recipient": agents[one["to"]],
                "message": one["message"],
                "max_turns": 1,
                **({"chat_id": one["id"], "prerequisites": one.get("after", [])} if "id" in one else {}),
            }
            for one in spec["chats"]
        ]
        if "id" in spec["chats"][0]:
            results = list(asyncio.run(starter.a_initiate_chats(chats)).values())
        else:
            results = starter.initiate_chats([{**chats[0], "message": message}, *chats[1:]])
        return [result.chat_history for result in results], results
    if "nested" in spec:
        critic = agents[spec["nested"]]
        starter.register_nested_chats(
            [
                {
                    "recipient": critic,
                    "message": lambda recipient, messages, sender, config: messages[-1]["content"],
                    "max_turns": 1,
                }
            ],
            trigger=agents[spec["to"]],
        )
    options = {key: spec[key] for key in ("max_turns", "summary_method") if key in spec}
    result = starter.initiate_chat(agents[spec["to"]], message=message, **options)
    return [result.chat_history], [result]


def main():
    package = "autogen-agentchat"
    made_by = {
        "package": package,
        "version": importlib.metadata.version(package),
        "python": platform.python_version(),
        "script": pathlib.Path(__file__).name,
    }
    lines = [{"made_by": made_by}]
    for line in FILE.read_text().splitlines()[1:]:
        spec = json.loads(line)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            spec["observed"] = play(spec)
        lines.append(spec)
    FILE.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


if __name__ == "__main__":
    main()
