import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import type { Case, SimulatedUser } from "../../cases/case.ts";
import { field, parseIfJson } from "../../json/value.ts";
import type { UserEnd } from "../../results/result.ts";
import { apiFor } from "../../swarm/agent/api.ts";
import type { Message } from "../../swarm/agent/chat-client.ts";
import { likenessOf } from "../../swarm/completion/looks-like.ts";
import { overResponses } from "../../swarm/completion/responses-client.ts";
import { oneLine } from "../../text/printable.ts";
import { contentText } from "../../trajectory/content.ts";
import { callsIn } from "../../trajectory/message-calls.ts";
import type { AssistantMessage } from "../../trajectory/trajectory.ts";
import { ask, type Asking } from "../ask.ts";
import { judgeOf, type JudgeModel } from "../judge/judge.ts";
import { faultOfEnd } from "./judged-end.ts";
import { fromOtherSide } from "./other-side.ts";
import { faultIn } from "./user-fault.ts";

/** Where the user has to speak. */
interface UserTurn {
  /** It counts from 1. */
  readonly turn: number;
  readonly history: readonly Message[];
  /** Who is active. */
  readonly agent: string;
}

/** What the user says next: words for the agents, that it is done, or why that is none of a user. */
interface UserSays {
  readonly words: string;
  readonly end?: Exclude<UserEnd, "max_turns"> | undefined;
  readonly fault?: string | undefined;
}

/** Plays a user. */
export type PlayUser = (at: UserTurn) => Promise<UserSays>;

/** A user speaks so often if its case does not say. */
export const MOST_TURNS = 10;

const END = "end_conversation";

const MARKER = /#{2,}\s*(goal_reached|gave_up)\s*#{2,}/i;

/** A user whom a model plays. Asking throws what `ask` throws. */
export function simulatedUser(user: SimulatedUser, judge: JudgeModel, asking: Asking): PlayUser {
  const { api, request = {} } = judge;
  const model = userModel(user, judge);
  const usual = apiFor({ model, tools: TOOLS, request, client: asking.client });
  const client =
    (api ?? usual) === "responses"
      ? overResponses(asking.client, "The simulated user")
      : asking.client;
  const instructions = instructionsFor(user);
  return async ({ turn, history, agent }) => {
    const seen = fromOtherSide(history);
    const messages = [{ role: "system", content: instructions }, ...seen];
    const body = {
      ...request,
      model,
      messages,
      tools: TOOLS,
    } as unknown as ChatCompletionCreateParams;
    const { message } = await ask(body, { ...asking, client });
    const { words, end, fault } = saidIn(message);
    if (fault !== undefined) return { words, fault };
    if (end === undefined) return { words, fault: faultIn(words, seen, agent) };
    if (turn === 1)
      return { words, fault: `it ended the conversation (${end}) before an agent could answer` };
    if (user.judge !== true) return { words, end };
    const asked = { ...request, model: judgeOf({}, judge) };
    return {
      words,
      end,
      fault: await faultOfEnd({ user, end, seen }, asked, { ...asking, client }),
    };
  };
}

/** The model that plays the user of a case, and the one that judges its end; none if the case has turns. */
export function usersOf({ user }: Case, judge: JudgeModel): string[] {
  if (user === undefined) return [];
  return [userModel(user, judge), ...(user.judge === true ? [judgeOf({}, judge)] : [])];
}

function userModel(user: SimulatedUser, { fallback }: Pick<JudgeModel, "fallback">): string {
  return user.model ?? fallback;
}

function saidIn(message: AssistantMessage): UserSays {
  const text = contentText(message.content).trim();
  const { refusal } = message;
  if (refusal !== undefined && text === "")
    return { words: "", fault: `its model refused: ${oneLine(refusal, 200)}` };
  const [call] = callsIn(message);
  if (call !== undefined) {
    const reason = field(parseIfJson(call.text), "reason");
    return call.name === END
      ? ended(text, reason, call.text)
      : { words: text, fault: `it called ${oneLine(call.name)}, a tool that it has not` };
  }
  const marker = MARKER.exec(text);
  if (marker !== null)
    return ended(text.replace(MARKER, "").trim(), marker[1]?.toLowerCase(), marker[0]);
  const { looksLike } = likenessOf(message, [{ name: END }]);
  if (looksLike === undefined || !("call" in looksLike)) return { words: text };
  // Small models write the call where their server expects another form of it.
  return ended("", /\b(?:goal_reached|gave_up)\b/.exec(text)?.[0], text);
}

function ended(words: string, reason: unknown, written: string): UserSays {
  if (reason === "goal_reached" || reason === "gave_up") return { words, end: reason };
  const fault = `it ended the conversation, but neither by goal_reached nor by gave_up: ${oneLine(written, 200)}`;
  return { words, fault };
}

const TOOLS = [
  {
    type: "function",
    function: {
      name: END,
      description: "Ends the conversation.",
      parameters: {
        type: "object",
        properties: {
          reason: {
            type: "string",
            enum: ["goal_reached", "gave_up"],
            description:
              "goal_reached if you have what you came for; gave_up if it is clear that you will not get it.",
          },
        },
        required: ["reason"],
        additionalProperties: false,
      },
    },
  },
];

function instructionsFor({ goal, persona }: SimulatedUser): string {
  const who = persona === undefined ? "" : `\nWho you are:\n${persona}\n`;
  return `You play a user who talks to an AI agent. The messages that you get are the agent's.

Your goal:
${goal}
${who}
Write the user's next message and nothing else, in the first person, without a name before it. You are never the agent: you do not offer help, and you do not write what it says.
Say what you want in your own words. Tell details when they are asked for. If you are asked for what is said nowhere above, say that you do not know it: invent nothing.
Do not say again what you have said already.

Once the goal is reached, call ${END} with the reason goal_reached. If it is clear that it will not be, call it with gave_up. If you cannot call it, write ###goal_reached### or ###gave_up### and nothing else.`;
}
