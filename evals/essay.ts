import { OpenAI } from "openai";
import { Agent, asTool, groupChat, Result, reviseUntil, says } from "swarm-eval";
import type { Assembly } from "swarm-eval";

/** A provider's address and key; where OPENAI_BASE_URL names a gateway, that one answers for all providers. */
function provider(name: "CLOVA" | "ANTHROPIC", address: string): OpenAI {
  const { [`${name}_API_KEY`]: apiKey = "none", OPENAI_BASE_URL: gateway } = process.env;
  return new OpenAI({ baseURL: gateway ?? address, apiKey, maxRetries: 0 });
}

/**
 * A task is given to a manager alone, who plans it. A writer and a critic, each of another provider than the manager, go to
 * and fro until the critic approves. Then the manager grades the whole: it is filed, or sent back.
 */
export default function paper(): Assembly {
  const filed: string[] = [];

  /** Files the essay as it is. */
  function file(title: string) {
    filed.push(title);
    return new Result({ value: `Filed as ${title}.`, contextVariables: { title } });
  }

  const manager = new Agent({
    name: "Manager",
    instructions: `You are Manager. Plan the essay in one line. Once it is written, file it and say PRINT, or send it back.
Drop what was not approved: say why, and PRINT.`,
    functions: [file],
  });
  const writer = new Agent({
    name: "Writer",
    model: "HCX-005",
    client: provider("CLOVA", "https://clovastudio.stream.ntruss.com/v1/openai"),
    instructions:
      "You are Writer. Write by the plan, in the language of the task, and by what the critic asks for.",
  });
  const critic = new Agent({
    name: "Critic",
    model: "claude-sonnet-4-5",
    client: provider("ANTHROPIC", "https://api.anthropic.com/v1"),
    instructions: "You are Critic. Ask for one improvement, or say APPROVED.",
  });

  const desk = reviseUntil(writer, critic, {
    name: "Desk",
    description: "Writes and improves a text.",
    approves: "APPROVED",
    atMost: 2,
  });
  const essay = groupChat([manager, desk], { name: "Essay", until: says("PRINT"), maxRounds: 5 });
  const publisher = new Agent({
    name: "Publisher",
    instructions:
      "You are Publisher. Have the desk write what is asked for, and answer with what it says.",
    functions: [asTool(desk)],
  });

  return { agent: essay, agents: [desk, publisher], state: () => ({ filed }) };
}
