import type { CodeBlock } from "../code/code-blocks.ts";
import type { CodeExecutor } from "../code/executor.ts";
import type { Limits } from "../code/limits.ts";
import { currentWorkspace } from "../code/workspace.ts";
import { MEMBER } from "../swarm/agent/member.ts";
import type { Message } from "../swarm/agent/chat-client.ts";
import type { Floor, LoopEvent, Member } from "../swarm/floor.ts";
import { contentText } from "../trajectory/content.ts";
import { endsWith } from "./endings.ts";
import { answerOf, MemberEnded } from "./person.ts";

/** How the programs of agents are run. */
export interface ProxyCode {
  readonly executor: CodeExecutor;
  /** Those of `LIMITS` by default. */
  readonly limits?: Partial<Limits> | undefined;
  /** What is in the directory from the beginning, by name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined;
}

/** What a user proxy is made with. */
export interface UserProxyOptions {
  readonly name: string;
  readonly description?: string | undefined;
  /**
   * When a person is asked: `always`; at the end, and after `maxAutoReplies` (`terminate`, the default); or `never`. An
   * empty answer leaves it to the proxy; `exit` ends the team.
   */
  readonly humanInput?: "always" | "terminate" | "never" | undefined;
  /** Runs the code of the latest message that has any, since it spoke; without it, none runs. */
  readonly code?: ProxyCode | undefined;
  /** Said where there is no code to run; nothing by default, and the team ends then. */
  readonly autoReply?: string | undefined;
  /** How often in a row it answers by itself before it asks a person, or ends; no limit by default. */
  readonly maxAutoReplies?: number | undefined;
  /** Words at the end of a message by which the other ends the chat; `TERMINATE` by default. */
  readonly termination?: string | undefined;
}

/**
 * A member in the place of a user: it runs the code that others write and answers with what that printed, asks a person, or
 * says a fixed text. Throws a TypeError for a `humanInput` that there is not.
 */
export function userProxy(options: UserProxyOptions): Member {
  const { name, description, humanInput = "terminate" } = options;
  if (!["always", "terminate", "never"].includes(humanInput))
    throw new TypeError(
      `The proxy ${name}: humanInput is always, terminate or never, not ${JSON.stringify(humanInput)}.`,
    );
  return {
    [MEMBER]: true,
    name,
    description,
    async *speak(floor) {
      const content = yield* answer(options, floor);
      const messages = [{ role: "user", content, sender: name }];
      return { messages, agent: this, contextVariables: { ...floor.contextVariables } };
    },
  };
}

async function* answer(
  {
    name,
    humanInput = "terminate",
    code,
    autoReply,
    maxAutoReplies = Infinity,
    termination = "TERMINATE",
  }: UserProxyOptions,
  { messages, ask, signal }: Floor,
): AsyncGenerator<LoopEvent, string> {
  const heard = messages as readonly Message[];
  const last = contentText(heard.at(-1)?.content ?? "");
  const isEnd = endsWith(last, termination);
  const isOwn = ({ sender }: Message): boolean => sender === name;
  // What the user or a person says begins the count anew.
  const spoken = heard.findLastIndex((message) =>
    isOwn(message) ? !isAutomatic(message.content, autoReply) : isOfUser(message),
  );
  const auto = heard.slice(spoken + 1).filter(isOwn).length;
  const isDue = humanInput === "always" || isEnd || auto >= maxAutoReplies;
  if (isDue && humanInput !== "never") {
    const words = await answerOf(name, ask);
    if (words !== "") {
      yield { type: "said", agent: name, content: words, by: "person" };
      return words;
    }
  }
  if (isEnd) throw new MemberEnded(name, "termination");
  // A person who was asked has left it to the proxy.
  if (auto >= maxAutoReplies && humanInput === "never") throw new MemberEnded(name, "rounds");
  let content = autoReply;
  const before = heard.slice(0, -1);
  const since = before.findLastIndex((message) => isOwn(message) || isOfUser(message)) + 1;
  const blocks = code === undefined ? [] : await latestBlocks(heard.slice(since));
  if (code !== undefined && blocks.length > 0) {
    const { replyOf, runBlocks } = await import("../code/run-blocks.ts");
    const workspace = currentWorkspace();
    const run = await runBlocks(blocks, {
      executor: workspace.executor(code.executor),
      directory: workspace.directory(name, code.files),
      limits: code.limits,
      signal,
    });
    workspace.left(name, run.files);
    for (const { filename, ms: _, ...block } of run.blocks)
      yield {
        type: "code",
        agent: name,
        ...block,
        ...(filename === undefined ? {} : { file: filename }),
      };
    content = replyOf(run);
  }
  if (content === undefined) throw new MemberEnded(name, "nobody");
  yield { type: "said", agent: name, content, by: "program" };
  return content;
}

/** The code of the last of these messages that has any. */
async function latestBlocks(messages: readonly Message[]): Promise<readonly CodeBlock[]> {
  // The parser is loaded by those who need it.
  const { codeBlocks } = await import("../code/code-blocks.ts");
  const found = messages.map(({ content }) => codeBlocks(contentText(content ?? "")));
  return found.findLast((blocks) => blocks.length > 0) ?? [];
}

/** Whether words are those of whoever the team talks to. Words of other members have a name. */
function isOfUser({ role, name, sender, tool_name: tool }: Message): boolean {
  return role === "user" && name === undefined && sender === undefined && tool === undefined;
}

/** Whether a text is one that a proxy says by itself. */
function isAutomatic(content: Message["content"], autoReply: string | undefined): boolean {
  const text = contentText(content ?? "");
  return text === autoReply || text.startsWith("exitcode: ");
}
