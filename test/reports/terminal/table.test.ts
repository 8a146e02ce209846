import { describe, expect, it } from "vitest";
import { tableReport } from "../../../src/reports/terminal/table.ts";
import { changedPrompt, flaky, greeting, miss, skipped, wrongTool } from "../airline.ts";
import {
  calls,
  check,
  draw,
  endOf,
  HEADER,
  played,
  says,
  trial,
  turn,
  unfolded,
} from "../results.ts";

const table = (...args: Parameters<typeof draw> extends [unknown, ...infer Rest] ? Rest : never) =>
  draw(tableReport, ...args).stdout;

const missed = (id: string, line: number) =>
  played(id, line, [trial({ error: changedPrompt(id) })]);

describe("a suite of single trials", () => {
  it("shows each case, what went wrong in which turn and by whom, and the sums", () => {
    expect(table([greeting, wrongTool, skipped])).toMatchInlineSnapshot(`
      "case               verdict  route of agents                         calls       cost   time
      greeting           passed   Triage Agent                                0  $0.000069  1.3 s
      cancel-and-refund  failed   Triage Agent → Flight Cancel Agent          2    $0.0042  1.3 s
      group-booking      skipped  the agents have no tool for groups yet

      FAILED  cancel-and-refund  evals/airline.jsonl:9
        tool_calls in turn 2 (Flight Cancel Agent): expected these calls and no others, in this order:
            - refundBooking({"booking":"QX7T2A"}) is missing
            + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
        not_called: creditBooking was called by Flight Cancel Agent in turn 2
        │   1 User: I want to cancel my flight.
        │     Triage Agent calls transferToFlightCancel() → Flight Cancel Agent
        │     Flight Cancel Agent: A refund or a credit?
        │ ✗ 2 User: A refund please.
        │     Flight Cancel Agent calls creditBooking({"booking":"QX7T2A"})
        │       Credited.
        │     Flight Cancel Agent: Done: you have a credit of 640 pounds.

      1 passed, 1 failed, 1 skipped · 2,560 tokens · $0.0043 · 2.3 s
      "
    `);
  });

  it("says of a suite that passed no more than its table and sums", () => {
    expect(table([greeting])).toMatchInlineSnapshot(`
      "case      verdict  route of agents  calls       cost   time
      greeting  passed   Triage Agent         0  $0.000069  1.3 s

      1 passed · 1,280 tokens · $0.000069 · 2.3 s
      "
    `);
  });
});

describe("a suite of several trials", () => {
  it("shows how many passed, pass^k with its interval, and the estimates of the suite below", () => {
    const steady = played(
      "greeting",
      1,
      [1, 2, 3, 4, 5].flatMap(() => greeting.trials),
    );
    expect(table([steady, flaky], { verbose: true })).toMatchInlineSnapshot(`
      "case            verdict                       pass^k (95 %)           route of agents       calls       cost   time
      greeting        5/5 passed                    k=5: 100 % (5.8–100 %)  Triage Agent            0.0  $0.000069  1.3 s
      refund-refused  3/5 passed, 1 errored, flaky  k=4: 0 % (0–83 %)       Triage Agent            0.8    $0.0042  1.3 s
                                                                            (3 went another way)
      Calls, cost and time are means over the trials of a case.

      FAILED  refund-refused  evals/airline.jsonl:10
        In trial 4 of 5:
          agent in turn 1 (Triage Agent): expected Flight Cancel Agent to be active at the end, got Triage Agent: nothing
            was handed off
          │ ✗ 1 User: I want to cancel my flight.
          │     Triage Agent: I cannot help with that.

      ERRORED  refund-refused  evals/airline.jsonl:10
        In trial 5 of 5:
          RateLimitError: 429 Too many requests (req_5f2a)
          │   1 User: I want to cancel my flight.
          │     Triage Agent calls transferToFlightCancel() → Flight Cancel Agent
          │     (broke off here)

      8 passed, 1 failed, 1 errored of 10 trials in 2 cases, 1 flaky · 12,800 tokens · $0.021 · 2.3 s
      pass rate 87.5 % (26.4–99.3 %), in brackets 95 % intervals
      pass^4 50 % (9.5–90.5 %) · pass@4 100 % (34.2–100 %)
      pass^5 100 % (20.7–100 %) · pass@5 100 % (20.7–100 %); 1 case left out, with too few trials that count
      "
    `);
  });

  it("says the chances of the suite in a line if they are not asked for", () => {
    const steady = played("greeting", 1, [...greeting.trials, ...greeting.trials]);
    const text = table([steady]);
    expect(text).not.toContain("pass^k");
    expect(text.split("\n").slice(-2)).toEqual([
      "pass^2 100 % (20.7–100 %) · pass rate 100 % (20.7–100 %), in brackets 95 % intervals",
      "",
    ]);
  });

  it("says why trials failed of a case that passes at its threshold, which is flaky", () => {
    const passes = { ...flaky, verdict: "passed" as const };
    const text = table([passes]);
    expect(text).toContain(
      "FLAKY  refund-refused  evals/airline.jsonl:10\n  In trial 4 of 5:\n    agent in",
    );
    expect(text).toContain(
      "The case passed nevertheless (3/5 passed, 1 errored, flaky), as the threshold allows.",
    );
  });

  it("shows each way in which a case failed, and how many more than three there are", () => {
    const wrong = (reason: string) =>
      trial({
        turns: [turn("Hi", says("Triage Agent", "Hi."))],
        checks: [check("failed", "output", 1, reason)],
      });
    const many = played("talk", 3, ["a", "b", "a", "c", "d", "e"].map(wrong));
    expect(table([many])).toMatchInlineSnapshot(`
      "case  verdict     route of agents  calls     cost   time
      talk  0/6 passed  Triage Agent       0.0  $0.0042  1.3 s
      Calls, cost and time are means over the trials of a case.

      FAILED  talk  evals/airline.jsonl:3
        In trials 1 and 3 of 6:
          output in turn 1 (Triage Agent): a
          │ ✗ 1 User: Hi
          │     Triage Agent: Hi.
        In trial 2 of 6:
          output in turn 1 (Triage Agent): b
          │ ✗ 1 User: Hi
          │     Triage Agent: Hi.
        In trial 4 of 6:
          output in turn 1 (Triage Agent): c
          │ ✗ 1 User: Hi
          │     Triage Agent: Hi.
        … and 2 more ways, in trials 5 and 6: the HTML report shows each (--reporter html).

      0 passed, 6 failed of 6 trials in 1 case · 7,680 tokens · $0.025 · 2.3 s
      pass^6 0 % (0–79.3 %) · pass rate 0 % (0–79.3 %), in brackets 95 % intervals
      "
    `);
  });

  it("says of a case that was decided early how many trials were not needed, and no chances", () => {
    const { estimates: _, ...decided } = { ...flaky, planned_trials: 9 };
    const text = table([decided]);
    expect(text.split("\n").slice(0, 2)).toEqual([
      expect.not.stringContaining("pass^"),
      expect.stringMatching(/^refund-refused {2}3\/5 passed, 1 errored, 4 not needed, flaky {2}/),
    ]);
    expect(text).not.toContain("pass@");
  });
});

describe("the same reason in two cases", () => {
  const reason = "expected the conversation to be handed to Refunds, got no handoff";
  const failing = (id: string, line: number, ...deeds: readonly ReturnType<typeof says>[]) =>
    played(id, line, [
      trial({
        turns: [turn("Refund 7.", ...deeds)],
        checks: [check("failed", "handoffs", 1, reason)],
      }),
    ]);
  const handed = says("Desk", "I hand you over to Refunds.");
  const invented = calls("Desk", "transferToMoney", { error: "Tool transferToMoney not found." });

  it("is one cause if the agents did the same, whatever they said", () => {
    const text = table([failing("one", 1, handed), failing("two", 2, says("Desk", "Refunds!"))]);
    expect(text).toContain("FAILED  one and 1 more case");
    expect(text).toContain("The same in two.");
  });

  it.each([
    ["a call that fails", [invented, handed], "failed: Tool transferToMoney not found."],
    ["an empty reply", [says("Desk", null)], "Desk said nothing"],
    ["another agent", [says("Sales", "Hello.")], "Sales: Hello."],
  ])("is another cause beside %s", (_, deeds, line) => {
    const text = table([failing("one", 1, handed), failing("two", 2, ...deeds)]);
    expect(text).not.toContain("The same in");
    expect(text).toContain(line);
  });
});

it("tells a tool that hangs from an API that does", () => {
  const error = { kind: "timeout", message: "The trial took longer than 200 ms." } as const;
  const hanging = (id: string, ...deeds: readonly ReturnType<typeof says>[]) =>
    played(id, 1, [trial({ turns: [turn("Hi", ...deeds)], error })]);
  const text = table([hanging("tool", calls("Desk", "slow", { executed: true })), hanging("api")]);
  expect(text).toContain("ERRORED  tool  ");
  expect(text).toContain("ERRORED  api  ");
});

describe("one cause in many cases", () => {
  it("is said once, with one command that mends all of them", () => {
    const cases = [missed("greeting", 1), greeting, missed("it's-late", 2), missed("lost bag", 3)];
    expect(table(cases)).toMatchInlineSnapshot(`
      "case       verdict  route of agents  calls       cost   time
      greeting   errored  –                    0    $0.0042  1.3 s
      greeting   passed   Triage Agent         0  $0.000069  1.3 s
      it's-late  errored  –                    0    $0.0042  1.3 s
      lost bag   errored  –                    0    $0.0042  1.3 s

      ERRORED  greeting and 2 more cases  evals/airline.jsonl:1
        No recording answers POST /chat/completions, asked by Triage Agent in turn 1.
          Nearest is recording 1 of 4 in fixtures/airline/greeting.1.jsonl. It differs in messages[0].content (system):
              - line 2: Be brief.
              + line 2: Be brief and kind.
          If the change is meant, record the case again:
            npx swarm-eval run evals/airline.jsonl -t '^(greeting|it'\\''s-late|lost bag)$' --traffic update
          If it is not, undo it, and the recording fits again.
        The command is for all these cases.

      1 passed, 3 errored · 5,120 tokens · $0.013 · 2.3 s
      "
    `);
  });

  it.each([
    [
      "no recording",
      { type: "no_tape", others: [] },
      "To record it: npx swarm-eval run evals/airline.jsonl -t '^(a|b)$' --traffic record",
    ],
    [
      "a request asked once more",
      { type: "used_up", times: 1 },
      "If the agents are meant to ask this, record what is missing: npx swarm-eval run evals/airline.jsonl -t '^(a|b)$' --traffic record",
    ],
  ] as const)("has one command for %s", (_, reason, command) => {
    const cases = ["a", "b"].map((id, index) =>
      played(id, index + 1, [trial({ error: miss(id, reason) })]),
    );
    expect(unfolded(table(cases))).toContain(command);
  });

  it("has a command for the whole suite where naming the cases would be too long", () => {
    const cases = Array.from({ length: 300 }, (_, index) =>
      missed(`case-number-${index}`, index + 1),
    );
    const shown = unfolded(table(cases));
    expect(shown).toContain(
      "record the case again: npx swarm-eval run evals/airline.jsonl --traffic update",
    );
    expect(shown).toContain("The command is for all these cases.");
    expect(shown).toContain("case-number-1, case-number-2");
    expect(shown.match(/The same in .+ and \d+ more\./)).not.toBeNull();
  });

  it("is one outage, whatever id the provider gave each request", () => {
    const down = (id: string, request: string) =>
      played(id, 1, [trial({ error: { kind: "api", message: `500 Server error (${request})` } })]);
    expect(table([down("a", "req_1f"), down("b", "req_2e")])).toContain(
      "ERRORED  a and 1 more case",
    );
  });

  it("tells recordings apart that cases may have left under other names", () => {
    const renamed = (id: string, line: number) => {
      const similar = { case: `old ${id}`, file: `fixtures/airline/old%20${id}.1.jsonl` };
      return played(id, line, [
        trial({ error: miss(id, { type: "no_tape", others: [], similar }) }),
      ]);
    };
    expect(table([renamed("a", 1), renamed("b", 2)]).match(/^ERRORED/gm)).toHaveLength(2);
  });

  it("tells the same reason in another turn apart", () => {
    const wrong = (id: string, at: number) =>
      played(id, 1, [trial({ checks: [check("failed", "output", at, "expected more")] })]);
    expect(table([wrong("a", 1), wrong("b", 2)]).match(/^FAILED/gm)).toHaveLength(2);
  });

  it("tells twenty causes, and counts the cases of others", () => {
    const cases = Array.from({ length: 23 }, (_, index) =>
      played(`case-${index}`, index + 1, [
        trial({ checks: [check("failed", "output", 1, `expected ${index}`)] }),
      ]),
    );
    const shown = table(cases);
    expect(shown.match(/^FAILED/gm)).toHaveLength(20);
    expect(shown).toContain(
      "… and 3 more cases that did not pass for other causes, in the result file.",
    );
  });
});

describe("recordings left over", () => {
  const leftOver = (id: string, count: number) =>
    played(id, 1, [
      trial({
        leftovers: Array.from(
          { length: count },
          (_, index) =>
            `recording ${index + 1} of 4 in fixtures/airline/${id}.1.jsonl was not asked for`,
        ),
      }),
    ]);

  it("are told by case, with what to do", () => {
    const cases = ["a", "b", "c", "d", "e", "f", "g"].map((id, index) => leftOver(id, index + 1));
    expect(table(cases).split("\n\n")[1]).toMatchInlineSnapshot(`
      "28 recordings left over in 7 cases: the agents no longer ask for what was recorded.
        a: recording 1 of 4 in fixtures/airline/a.1.jsonl was not asked for
        b: recording 1 of 4 in fixtures/airline/b.1.jsonl was not asked for, and 1 more
        c: recording 1 of 4 in fixtures/airline/c.1.jsonl was not asked for, and 2 more
        d: recording 1 of 4 in fixtures/airline/d.1.jsonl was not asked for, and 3 more
        e: recording 1 of 4 in fixtures/airline/e.1.jsonl was not asked for, and 4 more
        Also in f, g.
        If that is meant, record them again: the same command with -t '^(a|b|c|d|e|f|g)$' --traffic update"
    `);
    const narrow = table(cases, { columns: 50 }).split("\n\n")[1] ?? "";
    expect(narrow.slice(narrow.indexOf("  If"))).toMatchInlineSnapshot(`
      "  If that is meant, record them again: the same
          command with
          -t '^(a|b|c|d|e|f|g)$' --traffic update"
    `);
  });
});

describe("a conversation", () => {
  it("shows handoffs, failed calls, calls that were not executed, and messages on one line each", () => {
    const shown = played("everything", 1, [
      trial({
        turns: [
          turn(
            [
              { type: "text", text: "Look:\n  here" },
              { type: "image_url", image_url: {} },
            ],
            calls("A", "find", { with: { name: "x" }, error: "not found" }),
            calls("A", "later"),
            calls("A", "transferToB", { to: "B" }),
            says("B", "First.\n\nSecond."),
          ),
        ],
        checks: [check("failed", "output", 1, "expected more")],
      }),
    ]);
    expect(table([shown]).split("\n\n")[1]).toMatchInlineSnapshot(`
      "FAILED  everything  evals/airline.jsonl:1
        output in turn 1 (A → B): expected more
        │ ✗ 1 User: Look: ⏎ here [image_url]
        │     A calls find({"name":"x"})
        │       failed: not found
        │     A calls later(), which was not executed
        │     A calls transferToB() → B
        │     B: First. ⏎ Second."
    `);
  });

  it("does not say of a call in whose midst the trial broke off that it was not executed", () => {
    const turns = [turn("Is it on time?", calls("A", "lookUp", { executed: true }))];
    const error = { kind: "timeout", message: "It took too long." } as const;
    const shown = table([played("slow", 1, [trial({ turns, error })])]);
    expect(shown).toContain(
      "│     A calls lookUp(), which was not answered\n  │     (broke off here)",
    );
  });

  it("tells turns in short in which nothing went wrong, where it is long", () => {
    const turns = Array.from({ length: 12 }, (_, index) =>
      turn(
        `Question ${index + 1}`,
        calls("A", "look", { answer: "found" }),
        ...(index === 3 ? [calls("A", "transferToA", { to: "A" })] : []),
        says("A", `Answer ${index + 1}`),
      ),
    );
    const long = played("long", 1, [
      trial({ turns, checks: [check("failed", "output", 3, "expected more")] }),
    ]);
    expect(table([long]).split("\n\n")[1]).toMatchInlineSnapshot(`
      "FAILED  long  evals/airline.jsonl:1
        output in turn 3 (A): expected more
        │   1 User: Question 1 (1 call)
        │   2 User: Question 2 (1 call)
        │ ✗ 3 User: Question 3
        │     A calls look()
        │       found
        │     A: Answer 3
        │   4 User: Question 4 (2 calls, → A)
        │   5 User: Question 5 (1 call)
        │   6 User: Question 6 (1 call)
        │   7 User: Question 7 (1 call)
        │   8 User: Question 8 (1 call)
        │   9 User: Question 9 (1 call)
        │   10 User: Question 10 (1 call)
        │   11 User: Question 11 (1 call)
        │   12 User: Question 12 (1 call)"
    `);
  });

  it("says that a call was not executed, though the trial broke off in the same turn", () => {
    const turns = [turn("Is it on time?", calls("A", "lookUp"))];
    const error = { kind: "timeout", message: "It took too long." } as const;
    const shown = table([played("slow", 1, [trial({ turns, error })])]);
    expect(shown).toContain("│     A calls lookUp(), which was not executed\n");
  });

  it("shows where a long one broke off, though no check failed", () => {
    const asked = Array.from({ length: 30 }, (_, index) =>
      turn(`Question ${index + 1}`, says("A", "One."), says("A", "Two.")),
    );
    const turns = [...asked, turn("The last", calls("A", "lookUp", { executed: true }))];
    const error = { kind: "timeout", message: "It took too long." } as const;
    const shown = table([played("long", 1, [trial({ turns, error })])]);
    expect(shown).toContain("│   30 User: Question 30\n  │   31 User: The last\n");
    expect(shown).toContain("(broke off here)");
  });

  it("ends after sixty lines", () => {
    const talk = Array.from({ length: 80 }, (_, index) => says("A", `Sentence ${index + 1}`));
    const long = played("long", 1, [
      trial({ turns: [turn("Go on.", ...talk)], checks: [check("failed", "output", 1, "less")] }),
    ]);
    expect(table([long])).toContain("… 21 more lines in the result file");
  });

  it("does nothing to the terminal, whatever was said", () => {
    const evil = "\u001B[2J\u001B]0;title\u0007\r\u202Egnp.exe\u009B1m";
    const shown = table([
      played(`id${evil}`, 1, [
        trial({
          turns: [turn(evil, says(`A${evil}`, evil))],
          checks: [check("failed", "output", 1, evil)],
        }),
      ]),
    ]);
    expect(shown).toContain("\\u001b[2J\\u001b]0;title\\u0007");
    expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
  });
});

describe("columns", () => {
  const route = turn(
    "Hi",
    calls("Triage Agent", "t", { to: "Flight Modification Agent" }),
    calls("Flight Modification Agent", "t", { to: "Flight Cancel Agent" }),
  );
  const long = played(`a-name-of-${"very-".repeat(8)}many-letters`, 1, [trial({ turns: [route] })]);
  const korean = played("환불-요청", 2, [
    trial({ turns: [turn("환불", calls("안내 상담원", "t", { to: "항공권 취소 상담원" }))] }),
  ]);

  it("break long routes before an arrow to stay within the terminal, and never a name", () => {
    const shown = table([long, korean, skipped], { columns: 80 });
    expect(shown).toMatchInlineSnapshot(`
      "case           verdict  route of agents          calls     cost   time
      a-name-of-very-very-very-very-very-very-very-very-many-letters
                     passed   Triage Agent → Flight        2  $0.0042  1.3 s
                              Modification Agent
                              → Flight Cancel Agent
      환불-요청      passed   안내 상담원                  1  $0.0042  1.3 s
                              → 항공권 취소 상담원
      group-booking  skipped  the agents have no tool
                              for groups yet

      2 passed, 1 skipped · 2,560 tokens · $0.0084 · 2.3 s
      "
    `);
  });

  it.each([60, 80, 100, 120])(
    "give way to each other in a terminal of %d, but for the verdict and the name",
    (columns) => {
      const trials = [1, 2, 3].map(() => trial({ turns: [route] }));
      const cases = [flaky, played("cancel-what-was-booked", 3, trials)];
      const rows = table(cases, { columns, verbose: true }).split("\n\n")[0] ?? "";
      expect(Math.max(...rows.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(rows).toMatchSnapshot();
    },
  );

  it("hold what went wrong, below its own text, behind its rule, and its command in one piece", () => {
    const failing = played("late-refund", 3, [
      trial({
        turns: [
          turn(
            "My bag was lost on the flight from Seoul, and I want my money back by Friday.",
            calls("Triage Agent", "searchForBag", {
              with: { bag: "B1" },
              answer: "It is in Seoul.",
            }),
            says(
              "Triage Agent",
              "I am sorry. 가방을 찾고 있으니 조금만 더 기다려 주세요, 곧 연락드리겠습니다.",
            ),
          ),
        ],
        checks: [
          check(
            "failed",
            "tool_calls",
            1,
            'expected these calls and no others, in this order:\n  - refundBag({"bag":"B1"}) by Lost Baggage Agent is missing, nearest is searchForBag',
          ),
        ],
      }),
    ]);
    const shown = table([failing, missed("a-change-of-prompt", 4)], { columns: 72 });
    expect(shown.slice(shown.indexOf("FAILED"))).toMatchInlineSnapshot(`
      "FAILED  late-refund  evals/airline.jsonl:3
        tool_calls in turn 1 (Triage Agent): expected these calls and no
          others, in this order:
            - refundBag({"bag":"B1"}) by Lost Baggage Agent is missing,
              nearest is searchForBag
        │ ✗ 1 User: My bag was lost on the flight from Seoul, and I want my
        │     money back by Friday.
        │     Triage Agent calls searchForBag({"bag":"B1"})
        │       It is in Seoul.
        │     Triage Agent: I am sorry. 가방을 찾고 있으니 조금만 더 기다려
        │       주세요, 곧 연락드리겠습니다.

      ERRORED  a-change-of-prompt  evals/airline.jsonl:4
        No recording answers POST /chat/completions, asked by Triage Agent
          in turn 1.
          Nearest is recording 1 of 4 in
            fixtures/airline/a-change-of-prompt.1.jsonl. It differs in
            messages[0].content (system):
              - line 2: Be brief.
              + line 2: Be brief and kind.
          If the change is meant, record the case again:
            npx swarm-eval run evals/airline.jsonl -t '^a-change-of-prompt$' --traffic update
          If it is not, undo it, and the recording fits again.

      0 passed, 1 failed, 1 errored · 2,560 tokens · $0.0084 · 2.3 s
      "
    `);
  });

  it("stand under each other with Korean in them", () => {
    const shown = table([greeting, korean], { columns: 120 });
    expect(shown).toMatchInlineSnapshot(`
      "case       verdict  route of agents                   calls       cost   time
      greeting   passed   Triage Agent                          0  $0.000069  1.3 s
      환불-요청  passed   안내 상담원 → 항공권 취소 상담원      1    $0.0042  1.3 s

      2 passed · 2,560 tokens · $0.0043 · 2.3 s
      "
    `);
  });
});

describe("a long suite", () => {
  it("has rows for what did not pass, and counts the rest", () => {
    const cases = [...Array.from({ length: 250 }, () => greeting), wrongTool, skipped];
    const shown = table(cases);
    expect(shown.split("\n\n").slice(0, 2).join("\n\n")).toMatchInlineSnapshot(`
      "case               verdict  route of agents                         calls     cost   time
      cancel-and-refund  failed   Triage Agent → Flight Cancel Agent          2  $0.0042  1.3 s
      group-booking      skipped  the agents have no tool for groups yet

      250 cases passed and have no row."
    `);
  });

  it("has two hundred rows at most", () => {
    const cases = Array.from({ length: 260 }, (_, index) => ({
      ...wrongTool,
      id: `wrong-${index}`,
    }));
    const shown = table([...cases, greeting]);
    expect(shown).toContain(
      "1 case passed and has no row. 60 more cases did not pass and have none either.",
    );
    expect(shown.match(/^wrong-\d+ {2,}failed/gm)).toHaveLength(200);
  });
});

it.each([
  ["interrupted", "The run was interrupted: 1 of 40 cases is in the result."],
  ["bail", "The run was stopped by --bail: 1 of 40 cases is in the result."],
  ["budget", "The cap on money or tokens was reached: 1 of 40 cases is in the result."],
] as const)("says that the run was stopped by %s", (stopped, sentence) => {
  const end = endOf([greeting], stopped);
  const header = { ...HEADER, planned_cases: 40 };
  expect(table([greeting], { end, header })).toContain(sentence);
  expect(table([greeting], { end })).toContain("some cases may not have been played to their end.");
});

it("says that a cost is unknown rather than nothing", () => {
  const free = played("free", 1, [trial({ cost: null })]);
  expect(table([free])).toMatch(/free +passed +– +0 +unknown +1\.3 s/);
});

it("draws names of thousands of letters, which take as many lines as they need", () => {
  const long = "w".repeat(5000);
  const wrong = trial({
    turns: [turn("Hi", says(long, "No."))],
    checks: [check("failed", "output", 1, "it says so")],
  });
  const [rows = ""] = table([played(long, 1, [wrong])]).split("\n\n");
  expect(rows.match(/w/g)).toHaveLength(10_000);
});
