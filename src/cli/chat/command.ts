import type { Command } from "commander";
import { configuredChat } from "../options/configured.ts";
import { CHAT_KEYS } from "../options/help-texts.ts";
import { refuseIdleFlags } from "../options/idle-flags.ts";
import { clockOption, FIXTURES } from "../options/run-flags.ts";
import { json, jsonObject, wholeNumber } from "../options/values.ts";

/** Adds the command that talks to agents. It answers with an exit code. */
export function addChat(root: Command, exit: (code: number) => void): void {
  root
    .command("chat")
    .description("talk to agents; --save turns the session into a case")
    .argument("<agents>", "the agents module, such as evals/airline.ts")
    .option("--agent <name>", "the agent to talk to first (default: the entry agent)")
    .option("--context <json>", "the context variables to start with", jsonObject)
    .option("--world <json>", "what the factory makes the world of", json)
    .option("--model-override <model>", "one model for every agent")
    .option("--stream", "show each reply as it is written")
    .option("--timeout <ms>", "how long an answer may take", wholeNumber(1), 120_000)
    .option(
      "--max-turns <n>",
      "how many completions an answer may take (default: no limit)",
      wholeNumber(1),
    )
    .optionsGroup("Saving:")
    .option("--save <cases.jsonl>", "add the session to a case file, with its recording")
    .option("--id <id>", "the id of the case (default: you are asked)")
    .option("--fixtures <dir>", FIXTURES)
    .addOption(clockOption())
    .addHelpText("after", CHAT_KEYS)
    .action(async (agents: string, options, command: Command) => {
      refuseIdleFlags(command, options);
      const { chat } = await import("./chat.ts");
      exit(await chat(agents, { ...options, ...(await configuredChat(options)) }));
    });
}
