import { expect, it } from "vitest";
import { desk, end, talk, USER_MODEL } from "./desk.ts";

const ASKS = "Please refund my order.";
const JUDGED = { judge: true };
const ASKED = ["Which order is it?"];

/** The user gives up at the first question. */
const soon = (id: string, persona: string, also: object = JUDGED) =>
  talk(id, [ASKS, end("gave_up")], ASKED, { persona, ...also });

const PASSED = '{"reason":"The agents have refused.","verdict":"passed"}';
const FAILED = 'Well: {"reason":"It had its number to tell.","verdict":"failed"}';

it("has a judge asked whether the user was right to end, where its case says so", async () => {
  const { run, server } = await desk(
    soon("too soon", FAILED),
    soon("rightly", PASSED),
    soon("not judged", FAILED, {}),
    soon("no verdict", "Who knows?"),
    talk("no end", [ASKS, "A7."], ASKED, { ...JUDGED, max_turns: 2 }),
    talk("a rule's", [end("gave_up")], ASKED, JUDGED),
  );
  const { trials } = await run("--traffic", "live", "--judge-model", "gpt-5.4");
  const found = Object.fromEntries(
    [...trials].map(([id, { verdict, error, simulated_user: user }]) => [
      id,
      [verdict, error?.kind, user?.end],
    ]),
  );
  expect(found).toEqual({
    "too soon": ["errored", "user_fault", null],
    rightly: ["failed", undefined, "gave_up"],
    "not judged": ["failed", undefined, "gave_up"],
    "no verdict": ["errored", "api", null],
    "no end": ["failed", undefined, "max_turns"],
    "a rule's": ["errored", "user_fault", null],
  });
  expect(trials.get("too soon")?.error?.message).toContain(
    "in turn 2, so that nothing can be said of the agents: it ended the conversation (gave_up), as gpt-5.4 finds too soon: It had its number to tell.",
  );
  expect(trials.get("no verdict")?.error?.message).toContain(
    'Whether the simulated user was right to end is not known: it answered "Who knows?"',
  );

  // The judge has the goal, and words alone; it is counted with the user.
  const judged = server.requests.filter(({ body }) => body.model === "gpt-5.4" && !body.tools);
  expect(judged.map(({ body }) => JSON.parse(body.messages.at(-1)?.content ?? ""))).toContainEqual({
    goal: JSON.stringify([ASKS, end("gave_up")]),
    persona: PASSED,
    conversation: [
      { agent: "Hello! How can I help you?" },
      { user: ASKS },
      { agent: "Which order is it?" },
    ],
    end: "gave_up",
  });
  expect(Object.keys(trials.get("rightly")?.simulated_user?.spending ?? {}).sort()).toEqual([
    "gpt-5.4",
    USER_MODEL,
  ]);
});

it("records what the judge found, and replays it", async () => {
  const { run, server } = await desk(soon("too soon", FAILED), soon("rightly", PASSED));
  const recorded = await run("--traffic", "record");
  const asked = server.requests.length;
  const replayed = await run();
  expect(replayed.trials.get("rightly")?.verdict).toBe("failed");
  expect(replayed.trials.get("too soon")?.error).toEqual(recorded.trials.get("too soon")?.error);
  expect(server.requests.length).toBe(asked);
});
