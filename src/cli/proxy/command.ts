import type { Command } from "commander";
import { settingsOf } from "../options/configured.ts";
import { EXIT_CODES, PROXIED } from "../options/help-texts.ts";
import { CONFIG } from "../options/run-flags.ts";
import { addSharedFlags } from "../options/shared-flags.ts";
import { wholeNumber } from "../options/values.ts";
import type { ProxyOptions } from "./proxy.ts";

/** Adds the command that stands between a program and its API. It answers with an exit code. */
export function addProxy(root: Command, run: Command, exit: (code: number) => void): void {
  const proxy = root
    .command("proxy")
    .description("record and replay what any program asks of its API, until interrupted")
    .option("--config <file>", CONFIG)
    .option(
      "--upstream <url>",
      "the address of the API (default: OPENAI_BASE_URL, or OpenAI's): https://api.openai.com",
    )
    .option("--port <port>", "where the proxy listens on 127.0.0.1; 0 for any", wholeNumber(0), 0)
    .option("--suite <name>", "what its recordings are filed under", "proxy");
  addSharedFlags(proxy, run);
  proxy
    .addHelpText("after", PROXIED)
    .addHelpText("after", EXIT_CODES)
    .action(async (_, command: Command) => {
      const { options } = await settingsOf<ProxyOptions>([], command);
      const { proxy: act } = await import("./proxy.ts");
      exit(await act(options));
    });
}
