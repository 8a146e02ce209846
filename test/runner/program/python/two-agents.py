"""A writer and a critic of AutoGen 0.2, who talk to each other until the critic is content."""

import json
import os
import sys

import autogen

MODEL = {
    "model": "gpt-5.4",
    "base_url": os.environ["OPENAI_BASE_URL"],
    "api_key": os.environ["OPENAI_API_KEY"],
    "price": [0, 0],
}
LLM = {"config_list": [MODEL], "cache_seed": None}


def is_end(message):
    return "TERMINATE" in (message.get("content") or "")


def agent(name, does):
    return autogen.AssistantAgent(name, system_message=does, llm_config=LLM, is_termination_msg=is_end)


for line in sys.stdin:
    task = json.loads(line)["user"]
    writer = agent("writer", "You write what you are asked for.")
    critic = agent("critic", "You say what could be better, or TERMINATE.")
    chat = critic.initiate_chat(writer, message=task)
    print(json.dumps({"reply": chat.chat_history[-1]["content"], "agent": chat.chat_history[-1]["name"]}))
