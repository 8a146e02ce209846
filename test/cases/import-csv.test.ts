import { expect, it } from "vitest";
import { readCsvCases } from "../../src/cases/importing/import-csv.ts";
import { readCase } from "../../src/cases/reading/read-case.ts";

/** The lines that are made of a table, each of which a case file takes. */
function imported(rows: readonly string[], agent?: string): string[] {
  return readCsvCases(rows.join("\n"), "cases.csv", agent).map((line) => {
    const text = JSON.stringify(line);
    expect(readCase(text)).toBeDefined();
    return text;
  });
}

function problems(rows: readonly string[]): string {
  try {
    readCsvCases(rows.join("\n"), "cases.csv", undefined);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was imported");
}

it("makes a case of each row, an empty cell saying nothing", () => {
  const rows = [
    "id,tags,user,expect.final_agent,expect.tool_calls,expect.output.contains",
    "bag,route;baggage,My bag is lost!,Lost Baggage Agent,transferToLostBaggage,",
    '"hello",,"Hello, you!",,[],"Hello, ""customer"""',
  ];
  expect(imported(rows)).toMatchInlineSnapshot(`
    [
      "{"id":"bag","tags":["route","baggage"],"user":"My bag is lost!","expect":{"final_agent":"Lost Baggage Agent","tool_calls":["transferToLostBaggage"]}}",
      "{"id":"hello","user":"Hello, you!","expect":{"tool_calls":[],"output":{"contains":"Hello, \\"customer\\""}}}",
    ]
  `);
});

it("takes dots for what is inside, and JSON for what is not text", () => {
  const rows = [
    "user,context_variables.customer.name,context_variables.paid,context_variables.vip,context_variables.code,expect.context_variables.refunded,expect.tool_calls",
    'Refund me.,Ann,640,true,"""42""",{"$gt":0},"[{""name"":""refund"",""arguments"":{""pounds"":640}}]"',
  ];
  expect(imported(rows)).toMatchInlineSnapshot(`
    [
      "{"id":"refund-me","user":"Refund me.","context_variables":{"customer":{"name":"Ann"},"paid":640,"vip":true,"code":"42"},"expect":{"context_variables":{"refunded":{"$gt":0}},"tool_calls":[{"name":"refund","arguments":{"pounds":640}}]}}",
    ]
  `);
});

it("takes texts for texts, whatever they look like", () => {
  const rows = ["id,user,expect.final_agent,expect.output.equals", "1,42,true,[ok]"];
  expect(imported(rows)).toEqual([
    '{"id":"1","user":"42","expect":{"final_agent":"true","output":{"equals":"[ok]"}}}',
  ]);
});

it("takes quotes within a cell for what they are", () => {
  const rows = ["user,expect.agent", 'Say "hi",Desk', '"Hi" there,Desk'];
  expect(imported(rows).map((line) => (JSON.parse(line) as { user: string }).user)).toEqual([
    'Say "hi"',
    '"Hi" there',
  ]);
});

it("takes several turns as JSON", () => {
  const rows = [
    "id,turns,expect.final_agent",
    'two,"[{""user"":""Hi!""},{""user"":""Bye!""}]",Desk',
  ];
  expect(imported(rows)).toEqual([
    '{"id":"two","turns":[{"user":"Hi!"},{"user":"Bye!"}],"expect":{"final_agent":"Desk"}}',
  ]);
});

it("reads what spreadsheets write: a byte order mark, CRLF, empty rows", () => {
  const rows = ["\uFEFFuser,expect.agent\r", "\r", '"two\r\nlines",Desk\r', ",\r", ""];
  expect(imported(rows)).toEqual([
    '{"id":"two-lines","user":"two\\r\\nlines","expect":{"agent":"Desk"}}',
  ]);
});

it("gives an id to rows that have none, and an agent to those that name none", () => {
  const rows = [
    "id,user,agent,expect.handoffs",
    ",Hi!,,Desk",
    "hi-2,Hi!,Bank,[]",
    ",Hi!,,Desk; Bank",
  ];
  const cases = imported(rows, "Entry").map(
    (line) => JSON.parse(line) as { id: string; agent: string },
  );
  expect(cases.map(({ id, agent }) => `${id} at ${agent}`)).toEqual([
    "hi at Entry",
    "hi-2 at Bank",
    "hi-3 at Entry",
  ]);
});

it.each<[sentence: string, rows: string[]]>([
  ["says that it is empty", [""]],
  ["says that there is only a header", ["user,expect.agent"]],
  [
    "says which rows are ragged",
    ["user,expect.agent", "Hi!", '"two', 'lines",Desk', "Hi!,Desk,Bank"],
  ],
  ["says where a quote is not closed", ["user,expect.agent", 'Hi!,"Desk']],
  ["says that a column has no name", ["user,,expect.agent", "Hi!,x,Desk"]],
  ["says that a column is there twice", ["user,user,expect.agent", "Hi!,Hi!,Desk"]],
  ["says that a column is a part of another", ["user,expect,expect.agent", "Hi!,{},Desk"]],
  ["says that nobody says anything", ["id;user;expect.agent", "a;Hi!;Desk"]],
  ["names the nearest column, once", ["user,agnt,expect.agnet", "Hi!,a,b", "Bye!,a,b"]],
  ["says where JSON is not valid", ["user,expect.tool_calls", 'Hi!,"[{""name"":]"']],
  ["says where an id is taken", ["id,user,expect.agent", "a,Hi!,Desk", "a,Hi!,Desk"]],
  ["says which rows expect nothing", ["user,expect.agent", "Hi!,", "Hi!,Desk"]],
  ["says which values cannot be", ["user,expect.agent,trials", "Hi!,Desk,often", "Hi!,Desk,0"]],
  ["is not misled by a column of every object", ["user,expect.agent,__proto__.x", "Hi!,Desk,1"]],
])("%s", (_, rows) => {
  expect(problems(rows)).toMatchSnapshot();
});
