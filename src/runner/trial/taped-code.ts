import type { CodeExecutor, Ran } from "../../code/executor.ts";
import { answered, asked, ranOf, type CodeAnswered } from "../../code/recorded.ts";
import { UserError } from "../../text/user-error.ts";
import type { Conversation } from "../../traffic/conversation.ts";
import { exchange } from "../../traffic/exchange.ts";
import type { IncomingReply } from "../../traffic/http/http.ts";
import { TrialAbort } from "../errors.ts";

/** Whether programs of a replay run again, or do what is recorded of them. */
export type CodeMode = "recorded" | "live";

/** Programs are on the tape as requests are, under an address of no network. */
const ADDRESS = "code://sandbox/";

/** Files beyond this many bytes are kept by their hash alone. */
const LARGEST_FILE = 256 * 1024;

/** What is on the tape: the bytes of files stand in it. */
interface TapedAnswer {
  readonly answer: CodeAnswered;
  readonly bytes: Readonly<Record<string, string>>;
}

/**
 * Runs programs as the requests of a trial are sent: what they do goes onto its tape, and a replay runs none. Without a
 * conversation, nothing is kept. A sandbox that is missing ends the trial by `abort`, whatever a team tolerates.
 */
export function tapedCode(
  conversation: Conversation | undefined,
  mode: CodeMode,
  abort: (reason: Error) => void,
): (executor: CodeExecutor) => CodeExecutor {
  return (executor) => ({
    name: executor.name,
    async run(request, signal) {
      const runIt = async (): Promise<Ran> => {
        try {
          return await executor.run(request, signal);
        } catch (error) {
          // There is no such sandbox here.
          if (error instanceof UserError) abort(new TrialAbort("agents_module", error.message));
          throw error;
        }
      };
      if (conversation === undefined) return runIt();
      const { language, code } = request;
      const decision = conversation.decide({
        method: "POST",
        url: ADDRESS + encodeURIComponent(language),
        body: { kind: "json", value: { ...asked(request), code } },
      });
      if (mode === "live" && decision.type === "replay") {
        decision.begun();
        decision.ended();
        return runIt();
      }
      const send = async (): Promise<IncomingReply> => replyWith(await runIt());
      const reply = await exchange(conversation, decision, send, signal);
      return ranBy(await textOf(reply));
    },
  });
}

function replyWith(ran: Ran): IncomingReply {
  const { line, bytes } = answered(ran);
  const kept = [...bytes].filter(([, content]) => content.length <= LARGEST_FILE);
  const answer: TapedAnswer = {
    answer: line,
    bytes: Object.fromEntries(
      kept.map(([sha256, content]) => [sha256, Buffer.from(content).toString("base64")]),
    ),
  };
  return {
    status: 200,
    statusText: "OK",
    headers: { "content-type": "application/json" },
    // oxlint-disable-next-line typescript/require-await
    body: (async function* body() {
      yield Buffer.from(JSON.stringify(answer));
    })(),
  };
}

function ranBy(text: string): Ran {
  try {
    const { answer, bytes } = JSON.parse(text) as TapedAnswer;
    return ranOf(answer, (sha256) => {
      const base64 = bytes[sha256];
      return base64 === undefined ? undefined : Buffer.from(base64, "base64");
    });
  } catch (error) {
    const why = (error as Error).message;
    throw new TrialAbort(
      "tape",
      `The recording of a program cannot be read: ${why}. Record the case again.`,
    );
  }
}

async function textOf({ body }: IncomingReply): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
