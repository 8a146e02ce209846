import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvReport } from "../../../src/reports/csv/csv.ts";
import { flaky, greeting, skipped, wrongTool } from "../airline.ts";
import { check, draw, played, trial, turn, says } from "../results.ts";

type Drawn = Parameters<typeof draw>[1];

function csv(cases: Drawn): string {
  return draw(csvReport, cases).files["airline.csv"] ?? "";
}

/** As strict as RFC 4180: every record has the same number of fields, and ends in CRLF. */
function read(cases: Drawn): Record<string, string>[] {
  return parse(csv(cases), { columns: true, record_delimiter: "\r\n" });
}

it("has a record for each check, with what the trial came to", () => {
  expect(csv([greeting, wrongTool]).replaceAll("\r\n", "⏎\n")).toMatchInlineSnapshot(`
    "suite,case,line,tags,trial,model,turn,check,verdict,reason,score,error,trial_verdict,route,final_agent,tool_calls,model_calls,prompt_tokens,completion_tokens,cost,duration_ms,case_verdict,flaky⏎
    airline,greeting,1,triage,1,gpt-5.4,1,output,passed,"Triage Agent in turn 1 said: ""Welcome to Heron Air.""",,,passed,Triage Agent,Triage Agent,0,1,1200,80,0.000069,1340,passed,no⏎
    airline,cancel-and-refund,9,cancel;refund,1,gpt-5.4,1,handoffs,passed,handed off: Triage Agent → Flight Cancel Agent,,,failed,Triage Agent → Flight Cancel Agent,Flight Cancel Agent,2,4,1200,80,0.0042,1340,failed,no⏎
    airline,cancel-and-refund,9,cancel;refund,1,gpt-5.4,2,tool_calls,failed,"expected these calls and no others, in this order:
      - refundBooking({""booking"":""QX7T2A""}) is missing
      + creditBooking({""booking"":""QX7T2A""}) by Flight Cancel Agent in turn 2 was not expected",,,failed,Triage Agent → Flight Cancel Agent,Flight Cancel Agent,2,4,1200,80,0.0042,1340,failed,no⏎
    airline,cancel-and-refund,9,cancel;refund,1,gpt-5.4,,not_called,failed,creditBooking was called by Flight Cancel Agent in turn 2,,,failed,Triage Agent → Flight Cancel Agent,Flight Cancel Agent,2,4,1200,80,0.0042,1340,failed,no⏎
    "
  `);
});

it("has a record for a trial that broke off, and one for a case that was skipped", () => {
  const records = read([flaky, skipped]);
  expect(
    records.map((one) => [one["case"], one["trial"], one["check"], one["verdict"], one["error"]]),
  ).toEqual([
    ["refund-refused", "1", "agent", "passed", ""],
    ["refund-refused", "2", "agent", "passed", ""],
    ["refund-refused", "3", "agent", "passed", ""],
    ["refund-refused", "4", "agent", "failed", ""],
    ["refund-refused", "5", "", "errored", "api"],
    ["group-booking", "", "", "skipped", ""],
  ]);
  expect(records.at(-2)?.["reason"]).toBe("RateLimitError: 429 Too many requests (req_5f2a)");
  expect(records.at(-1)?.["reason"]).toBe("the agents have no tool for groups yet");
});

it("has the turn in which a trial broke off, if it came to one", () => {
  const error = { kind: "timeout", message: "It took too long." } as const;
  const turns = [turn("Hi", says("A", "Hi")), turn("And now?")];
  const records = read([
    played("slow", 1, [trial({ turns, error })]),
    played("down", 2, [trial({ error })]),
  ]);
  expect(records.map((one) => [one["case"], one["turn"], one["error"]])).toEqual([
    ["slow", "2", "timeout"],
    ["down", "", "timeout"],
  ]);
});

it("has a record for a trial of which nothing was checked", () => {
  const [record] = read([
    played("unchecked", 1, [trial({ turns: [turn("Hi", says("A", "Hi"))] })]),
  ]);
  expect(record).toMatchObject({
    case: "unchecked",
    check: "",
    verdict: "passed",
    final_agent: "A",
  });
});

it("has only its head where there are no cases", () => {
  expect(csv([]).split("\r\n")).toHaveLength(2);
});

it("leaves empty what is not known", () => {
  const unknown = {
    ...trial({ cost: null }),
    usage: null,
    starting_agent: null,
    final_agent: null,
  };
  const [record] = read([played("unknown", 1, [unknown])]);
  expect(record).toMatchObject({
    cost: "",
    prompt_tokens: "",
    completion_tokens: "",
    route: "",
    final_agent: "",
  });
});

describe("what a model wrote", () => {
  it.each([
    ["a comma", "one, two"],
    ["quotes", 'she said "no"'],
    ["line breaks", "one\ntwo\r\nthree"],
    ["spaces at its ends", " padded "],
    ["Korean and emoji", "환불 ✈️ 🧳"],
  ])("is read back as it was, with %s", (_, reason) => {
    const [record] = read([
      played(reason, 1, [trial({ checks: [check("failed", "output", 1, reason)] })]),
    ]);
    expect(record).toMatchObject({ case: reason, reason });
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
    "is no formula to a spreadsheet: %j",
    (formula) => {
      const [record] = read([
        played(formula, 1, [trial({ checks: [check("failed", "output", 1, formula)] })]),
      ]);
      expect(record).toMatchObject({ case: `'${formula}`, reason: `'${formula}` });
    },
  );
});
