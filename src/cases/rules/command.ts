import { mustBe } from "../../json/fault.ts";
import { also, chosen, dictionary, list, object, string } from "../../json/rules.ts";
import { isRecord } from "../../json/value.ts";
import type { Command } from "../command.ts";

const words = list(string(), "it names no program");
const program = also(words, ([first]: readonly string[]) =>
  first === "" ? "it names no program" : undefined,
);

const someAgents = also(dictionary(string("it is empty")), (agents: object) =>
  Object.keys(agents).length === 0 ? "it is empty" : undefined,
);

const commandObject = object<Command>(
  { run: program },
  { agents: someAgents },
  { command: 'It is called "run" here.', args: 'Arguments follow the program in "run".' },
);

/** A program that is played in place of an agents module, in its short or its long form. */
export const commandRule = chosen(
  (value) => {
    if (Array.isArray(value)) return program;
    if (isRecord(value)) return commandObject;
    return () =>
      mustBe('a list, such as ["python3", "app.py"], or an object with it as "run"', value);
  },
  [program, commandObject],
);
