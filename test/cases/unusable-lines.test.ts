import { describe, expect, it } from "vitest";
import { problemsIn } from "../support/case-file.ts";

const turns = [{ user: "Hi", expect: { tool_calls: [] } }];
const withExpect = (expected: unknown) => ({ id: "a", turns: [{ user: "Hi" }], expect: expected });
const withCalls = (...calls: unknown[]) => withExpect({ tool_calls: calls });
const withArguments = (args: unknown) => withCalls({ name: "book", arguments: args });
const withState = (state: unknown) => withExpect({ state });
const withMessage = (message: unknown) => ({ id: "a", messages: [message], turns });

describe("a line that is not a case", () => {
  it.each<[title: string, line: unknown, problems: string]>([
    [
      "a text instead of a case",
      "hello",
      'cases.jsonl:1:1: it must be a case, {…}; in JSONL each line is one, with no [ ] around them, not "hello".',
    ],
    [
      "a list instead of a case",
      [{ id: "a" }],
      "cases.jsonl:1:1: it must be a case, {…}; in JSONL each line is one, with no [ ] around them, not a list.",
    ],
    [
      "null instead of a case",
      null,
      "cases.jsonl:1:1: it must be a case, {…}; in JSONL each line is one, with no [ ] around them, not null.",
    ],
    [
      "nothing in it",
      {},
      [
        'cases.jsonl:1:1: "id" is missing. Give the case a name of its own, such as "id":"refund-refused".',
        'cases.jsonl:1:1: "turns" is missing. A case has "turns":[{"user":"…","expect":{…}}], or "user":"…" with "expect":{…} for a single turn.',
      ].join("\n"),
    ],
    [
      "no id",
      { turns },
      'cases.jsonl:1:1: "id" is missing. Give the case a name of its own, such as "id":"refund-refused".',
    ],
    ["an empty id", { id: "", turns }, "cases.jsonl:1:7: id: it is empty."],
    [
      "an id of several lines",
      { id: "a\nb", turns },
      "cases.jsonl:1:7: id: an id is one line that neither begins nor ends with a space.",
    ],
    ["a number for an id", { id: 7, turns }, "cases.jsonl:1:7: id: it must be a string, not 7."],
    [
      "no turns",
      { id: "a" },
      'cases.jsonl:1:1: "turns" is missing. A case has "turns":[{"user":"…","expect":{…}}], or "user":"…" with "expect":{…} for a single turn.',
    ],
    ["no turn", { id: "a", turns: [] }, "cases.jsonl:1:19: turns: a case needs at least one turn."],
    [
      "a turn in which nothing is said",
      { id: "a", turns: [{ user: "", expect: { tool_calls: [] } }] },
      "cases.jsonl:1:28: turns[0].user: the user says nothing.",
    ],
    [
      "a turn without the user",
      { id: "a", turns: [{ expect: { tool_calls: [] } }] },
      'cases.jsonl:1:20: turns[0]: "user" is missing. A turn is what the user says, and what is expected then.',
    ],
    [
      "turns that are not a list",
      { id: "a", turns: turns[0] },
      'cases.jsonl:1:19: turns: it must be a list, not an object: write [{"user":"Hi","expect":{"tool_calls":[]}}].',
    ],
    [
      "no expectation",
      { id: "a", turns: [{ user: "Hi" }] },
      "cases.jsonl:1:1: the case expects nothing, so it could never fail: add an expect, here or in a turn.",
    ],
    [
      "no expectation, in short",
      { id: "a", user: "Hi" },
      'cases.jsonl:1:1: "expect" is missing. A case that expects nothing could never fail.',
    ],
    [
      "an empty expectation",
      { id: "a", turns, expect: {} },
      "cases.jsonl:1:71: expect: it is empty, so it could never fail.",
    ],
    [
      "an empty expectation of a turn",
      { id: "a", turns: [{ user: "Hi", expect: {} }] },
      "cases.jsonl:1:42: turns[0].expect: it is empty, so it could never fail.",
    ],
    [
      "an empty expectation, in short",
      { id: "a", user: "Hi", expect: {} },
      "cases.jsonl:1:32: expect: it is empty, so it could never fail.",
    ],
    [
      "both short and long form",
      { id: "a", user: "Hi", turns },
      'cases.jsonl:1:11: unknown key "user". A case has either "turns", or "user" with "expect" for a single turn. Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, expect.',
    ],
    [
      "an unknown key",
      { id: "a", turns, taggs: ["x"] },
      'cases.jsonl:1:62: unknown key "taggs". Did you mean "tags"? Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, expect.',
    ],
    [
      "a key of other tools",
      { id: "a", input: "Hi", expect: { tool_calls: [] } },
      [
        'cases.jsonl:1:1: "turns" is missing. A case has "turns":[{"user":"…","expect":{…}}], or "user":"…" with "expect":{…} for a single turn.',
        'cases.jsonl:1:11: unknown key "input". Did you mean "user"? Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, user, expect.',
      ].join("\n"),
    ],
    [
      "a key in camelCase",
      { id: "a", turns, maxTurns: 3 },
      'cases.jsonl:1:62: unknown key "maxTurns". Did you mean "max_turns"? Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, expect.',
    ],
    [
      "a key that no key is near to",
      { id: "a", turns, colour: "red" },
      'cases.jsonl:1:62: unknown key "colour". Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, expect.',
    ],
    [
      "the key __proto__",
      JSON.parse('{"id":"a","user":"Hi","expect":{"tool_calls":[]},"__proto__":{"x":1}}'),
      'cases.jsonl:1:50: unknown key "__proto__". Allowed: id, user, expect, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only.',
    ],
    [
      "the key constructor",
      { id: "a", turns, constructor: 1 },
      'cases.jsonl:1:62: unknown key "constructor". Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, expect.',
    ],
    [
      "an expectation beside expect",
      { id: "a", turns, not_called: ["x"] },
      'cases.jsonl:1:62: unknown key "not_called". It belongs in "expect". Allowed: id, turns, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only, expect.',
    ],
    [
      "an expectation beside expect, in a turn",
      { id: "a", turns: [{ user: "Hi", output: { contains: "x" } }], expect: { tool_calls: [] } },
      'cases.jsonl:1:33: turns[0]: unknown key "output". It belongs in "expect". Allowed: user, expect.',
    ],
    [
      "what is said of a case in a turn",
      { id: "a", turns: [{ user: "Hi", max_turns: 3 }], expect: { tool_calls: [] } },
      'cases.jsonl:1:33: turns[0]: unknown key "max_turns". It belongs to the whole case, beside its "id". Allowed: user, expect.',
    ],
    [
      "what is said of a case in expect",
      withExpect({ tool_calls: [], max_turns: 3 }),
      'cases.jsonl:1:61: expect: unknown key "max_turns". It belongs to the whole case, beside its "id". Allowed: tool_calls, not_called, handoffs, speakers, ended, output, said, check, context_variables, state, max_model_calls, max_tokens, max_cost, max_latency_ms, tool_errors, final_agent.',
    ],
    [
      "agent in the expect of a case",
      withExpect({ agent: "Sales" }),
      'cases.jsonl:1:45: expect: unknown key "agent". For the whole case it is "final_agent"; "agent" belongs in the expect of a turn. Allowed: tool_calls, not_called, handoffs, speakers, ended, output, said, check, context_variables, state, max_model_calls, max_tokens, max_cost, max_latency_ms, tool_errors, final_agent.',
    ],
    [
      "final_agent in a turn",
      { id: "a", turns: [{ user: "Hi", expect: { final_agent: "Sales" } }] },
      'cases.jsonl:1:43: turns[0].expect: unknown key "final_agent". In a turn it is "agent"; "final_agent" belongs in the expect of the whole case. Allowed: tool_calls, not_called, handoffs, speakers, ended, output, said, check, context_variables, state, max_model_calls, max_tokens, max_cost, max_latency_ms, tool_errors, agent.',
    ],
    [
      "a mistyped expectation",
      withExpect({ tool_cals: [] }),
      'cases.jsonl:1:45: expect: unknown key "tool_cals". Did you mean "tool_calls"? Allowed: tool_calls, not_called, handoffs, speakers, ended, output, said, check, context_variables, state, max_model_calls, max_tokens, max_cost, max_latency_ms, tool_errors, final_agent.',
    ],
    [
      "a tag instead of tags",
      { id: "a", turns, tags: "refund" },
      'cases.jsonl:1:69: tags: it must be a list, not "refund": write ["refund"].',
    ],
    [
      "a text for true",
      { id: "a", turns, stream: "yes" },
      'cases.jsonl:1:71: stream: it must be true or false, not "yes".',
    ],
    [
      "half a trial",
      { id: "a", turns, trials: 1.5 },
      "cases.jsonl:1:71: trials: it must be a whole number, not 1.5.",
    ],
    [
      "no trial",
      { id: "a", turns, trials: 0 },
      "cases.jsonl:1:71: trials: it must be at least 1, not 0.",
    ],
    [
      "fewer turns than none",
      { id: "a", turns, max_turns: -1 },
      "cases.jsonl:1:74: max_turns: it must be at least 1, not -1.",
    ],
    [
      "a time without a zone",
      { id: "a", turns, now: "2026-11-30T09:00:00" },
      'cases.jsonl:1:68: now: it must be a date, or a date and a time with its zone, such as 2026-11-30T09:00:00Z, not "2026-11-30T09:00:00".',
    ],
    [
      "a day that there is not",
      { id: "a", turns, now: "2026-02-30" },
      'cases.jsonl:1:68: now: it must be a date, or a date and a time with its zone, such as 2026-11-30T09:00:00Z, not "2026-02-30".',
    ],
    [
      "a time in words",
      { id: "a", turns, now: "next Monday" },
      'cases.jsonl:1:68: now: it must be a date, or a date and a time with its zone, such as 2026-11-30T09:00:00Z, not "next Monday".',
    ],
    [
      "an hour that there is not",
      { id: "a", turns, now: "2026-11-30T25:00Z" },
      'cases.jsonl:1:68: now: it must be a date, or a date and a time with its zone, such as 2026-11-30T09:00:00Z, not "2026-11-30T25:00Z".',
    ],
    [
      "a time in milliseconds",
      { id: "a", turns, now: 1796024398961 },
      "cases.jsonl:1:68: now: it must be a string, not 1796024398961.",
    ],
    [
      "half a seed",
      { id: "a", turns, seed: 0.5 },
      "cases.jsonl:1:69: seed: it must be a whole number, not 0.5.",
    ],
    ["an empty seed", { id: "a", turns, seed: "" }, "cases.jsonl:1:69: seed: it is empty."],
    [
      "a list of seeds",
      { id: "a", turns, seed: [1] },
      "cases.jsonl:1:69: seed: it must be a whole number or a string, not a list.",
    ],
    [
      "an empty reason",
      { id: "a", turns, skip: "" },
      "cases.jsonl:1:69: skip: it is empty: give the reason, or true.",
    ],
    [
      "a number for a reason",
      { id: "a", turns, skip: 1 },
      "cases.jsonl:1:69: skip: it must be true, false or the reason, not 1.",
    ],
    [
      "null for a name",
      { id: "a", turns, agent: null },
      "cases.jsonl:1:70: agent: it must be a string, not null.",
    ],
    [
      "a list of variables",
      { id: "a", turns, context_variables: [1] },
      "cases.jsonl:1:82: context_variables: it must be an object, not a list.",
    ],
    [
      "a message of an unknown role",
      withMessage({ role: "bot", content: "x" }),
      'cases.jsonl:1:31: messages[0].role: it must be one of system, developer, user, assistant, tool, function, not "bot".',
    ],
    [
      "a message without content",
      withMessage({ role: "user", contents: "x" }),
      'cases.jsonl:1:23: messages[0]: "content" is missing. It is what the message says.',
    ],
    [
      "a message in which nothing is said or called",
      withMessage({ role: "assistant" }),
      "cases.jsonl:1:23: messages[0]: the assistant neither says nor calls anything: give it content or tool_calls.",
    ],
    [
      "an answer to no call",
      withMessage({ role: "tool", content: "x" }),
      'cases.jsonl:1:23: messages[0]: "tool_call_id" is missing. It is the id of the call that is answered.',
    ],
    [
      "an answer to no function",
      withMessage({ role: "function", content: "x" }),
      'cases.jsonl:1:23: messages[0]: "name" is missing. It is the name of the tool that is called.',
    ],
    [
      "a message that is a text",
      withMessage("Hello"),
      'cases.jsonl:1:23: messages[0]: it must be an object, not "Hello".',
    ],
    [
      "a content part without a type",
      { id: "a", user: [{ text: "x" }], expect: { tool_calls: [] } },
      'cases.jsonl:1:19: user[0]: "type" is missing.',
    ],
    [
      "a content part without its text",
      { id: "a", user: [{ type: "text" }], expect: { tool_calls: [] } },
      'cases.jsonl:1:19: user[0]: "text" is missing.',
    ],
    [
      "an unknown key in a call",
      withCalls({ name: "book", args: {} }),
      'cases.jsonl:1:74: expect.tool_calls[0]: unknown key "args". Did you mean "arguments"? Allowed: name, arguments, agent, error, result.',
    ],
    [
      "a call without a name",
      withCalls({ arguments: {} }),
      'cases.jsonl:1:59: expect.tool_calls[0]: "name" is missing. It is the name of the tool that is called.',
    ],
    [
      "a call in the form of the API",
      withCalls({ type: "function", function: { name: "book", arguments: "{}" } }),
      [
        'cases.jsonl:1:59: expect.tool_calls[0]: "name" is missing. It is the name of the tool that is called.',
        'cases.jsonl:1:60: expect.tool_calls[0]: unknown key "type". Allowed: name, arguments, agent, error, result.',
        'cases.jsonl:1:78: expect.tool_calls[0]: unknown key "function". Did you mean "name"? Allowed: name, arguments, agent, error, result.',
      ].join("\n"),
    ],
    [
      "a call that is a number",
      withCalls(7),
      "cases.jsonl:1:59: expect.tool_calls[0]: it must be the name of a tool, or an object, not 7.",
    ],
    ["an empty name", withCalls(""), "cases.jsonl:1:59: expect.tool_calls[0]: it is empty."],
    [
      "a matcher for a name",
      withCalls({ name: { $regex: "^book" } }),
      "cases.jsonl:1:67: expect.tool_calls[0].name: a matcher is not allowed here, only in arguments, result, context_variables, state and output.json.",
    ],
    [
      "arguments as the API writes them",
      withArguments('{"seat":"1A"}'),
      'cases.jsonl:1:86: expect.tool_calls[0].arguments: arguments are compared after they are parsed: write {"seat":"1A"} without the quotes around it.',
    ],
    [
      "a result as the API writes it",
      withCalls({ name: "book", result: '["1A"]' }),
      'cases.jsonl:1:83: expect.tool_calls[0].result: a result is compared after it is parsed: write ["1A"] without the quotes around it.',
    ],
    [
      "a result of a call that fails",
      withCalls({ name: "book", error: "no seat", result: "1A" }),
      "cases.jsonl:1:59: expect.tool_calls[0]: a call that fails has no result: expect one of the two.",
    ],
    [
      "an unknown mode",
      withExpect({ tool_calls: { mode: "unordered", calls: ["a"] } }),
      'cases.jsonl:1:66: expect.tool_calls.mode: there is no mode "unordered". Did you mean "any_order"? Modes: exact, in_order, any_order, subset.',
    ],
    [
      "a mode of other tools",
      withExpect({ handoffs: { mode: "strict", route: ["a"] } }),
      'cases.jsonl:1:64: expect.handoffs.mode: there is no mode "strict". Did you mean "exact"? Modes: exact, in_order, any_order, subset.',
    ],
    [
      "a mode that is none",
      withExpect({ tool_calls: { mode: "quickly", calls: ["a"] } }),
      'cases.jsonl:1:66: expect.tool_calls.mode: it must be one of exact, in_order, any_order, subset, not "quickly".',
    ],
    [
      "a turn that is only what is said",
      { id: "a", turns: ["Hi"], expect: { tool_calls: [] } },
      'cases.jsonl:1:20: turns[0]: it must be an object: write {"user":"Hi"}.',
    ],
    [
      "what the agents say, in a turn",
      { id: "a", turns: [{ user: "Hi", assistant: "Hello" }], expect: { tool_calls: [] } },
      'cases.jsonl:1:33: turns[0]: unknown key "assistant". What the agents should say belongs in "expect":{"output":{…}}. Allowed: user, expect.',
    ],
    [
      "calls without a mode",
      withExpect({ tool_calls: { calls: ["a"] } }),
      'cases.jsonl:1:58: expect.tool_calls: "mode" is missing. It is one of exact, in_order, any_order, subset.',
    ],
    [
      "an empty list in a loose mode",
      withExpect({ tool_calls: { mode: "any_order", calls: [] } }),
      "cases.jsonl:1:58: expect.tool_calls: an empty list in this mode expects nothing; to expect no calls, write [].",
    ],
    [
      "a call instead of a list",
      withExpect({ tool_calls: "book" }),
      'cases.jsonl:1:58: expect.tool_calls: it must be a list of calls, or an object with mode and calls, not "book".',
    ],
    [
      "an unknown matcher",
      withArguments({ id: { $regexp: "x" } }),
      'cases.jsonl:1:93: expect.tool_calls[0].arguments.id: unknown matcher "$regexp". Did you mean "$regex"? Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher of other tools",
      withArguments({ id: { $in: [1] } }),
      'cases.jsonl:1:93: expect.tool_calls[0].arguments.id: unknown matcher "$in". Did you mean "$one_of"? Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher in camelCase",
      withArguments({ id: { $oneOf: [1] } }),
      'cases.jsonl:1:93: expect.tool_calls[0].arguments.id: unknown matcher "$oneOf". Did you mean "$one_of"? Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher that none is near to",
      withArguments({ id: { $colour: 1 } }),
      'cases.jsonl:1:93: expect.tool_calls[0].arguments.id: unknown matcher "$colour". Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher beside a key",
      withArguments({ id: { $gt: 1, name: "x" } }),
      'cases.jsonl:1:101: expect.tool_calls[0].arguments.id: "name" stands beside a matcher, and a matcher stands alone. For an object with more keys than are listed, write {"$partial":{…}}. Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher for values in arguments",
      withArguments({ id: { $absent: true } }),
      'cases.jsonl:1:93: expect.tool_calls[0].arguments.id: "$absent" is not allowed here. It is for the value of a key in context_variables, state or output.json. Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher of a key in $contains",
      withState({ list: { $contains: { $unchanged: true } } }),
      'cases.jsonl:1:75: expect.state.list.$contains: "$unchanged" is not allowed here. It is for the value of a key in context_variables or state. Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "a matcher that takes true",
      withArguments({ id: { $any: false } }),
      "cases.jsonl:1:100: expect.tool_calls[0].arguments.id.$any: $any takes true, not false.",
    ],
    [
      "a matcher that takes a number",
      withArguments({ id: { $gt: "5" } }),
      'cases.jsonl:1:99: expect.tool_calls[0].arguments.id.$gt: $gt takes a number, not "5".',
    ],
    [
      "a matcher that takes a list",
      withArguments({ id: { $one_of: "a" } }),
      'cases.jsonl:1:103: expect.tool_calls[0].arguments.id.$one_of: $one_of takes a list with at least one value, not "a".',
    ],
    [
      "a matcher with an empty list",
      withArguments({ id: { $one_of: [] } }),
      "cases.jsonl:1:103: expect.tool_calls[0].arguments.id.$one_of: $one_of takes a list with at least one value, not an empty list.",
    ],
    [
      "a matcher with an empty text",
      withArguments({ id: { $contains: "" } }),
      'cases.jsonl:1:105: expect.tool_calls[0].arguments.id.$contains: $contains takes a part of a string or an element of a list, not "".',
    ],
    [
      "a matcher with nothing in it",
      withArguments({ id: { $partial: {} } }),
      "cases.jsonl:1:104: expect.tool_calls[0].arguments.id.$partial: $partial takes an object or a list that is not empty, not an empty object.",
    ],
    [
      "a bad matcher deep in matchers",
      withState({ a: { $partial: { b: [{ $one_of: [1, { $lt: null }] }] } } }),
      "cases.jsonl:1:97: expect.state.a.$partial.b[0].$one_of[1].$lt: $lt takes a number, not null.",
    ],
    [
      "a length that is none",
      withArguments({ id: { $size: { $regex: "2" } } }),
      "cases.jsonl:1:101: expect.tool_calls[0].arguments.id.$size: $size takes a whole number, or a matcher for one ($gt, $gte, $lt, $lte, $one_of, $not), not an object.",
    ],
    [
      "a bad matcher in a list in any order",
      withArguments({ id: { $unordered: [{ $absent: true }] } }),
      'cases.jsonl:1:108: expect.tool_calls[0].arguments.id.$unordered[0]: "$absent" is not allowed here. It is for the value of a key in context_variables, state or output.json. Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size.',
    ],
    [
      "the contrary of everything",
      withState({ a: { $not: { $any: true } } }),
      "cases.jsonl:1:58: expect.state.a: it holds for nothing: $not is about a value that is there, and this is every value.",
    ],
    [
      "a range without a number",
      withArguments({ id: { $gte: 5, $lt: 5 } }),
      "cases.jsonl:1:92: expect.tool_calls[0].arguments.id: no number is in this range, so it could never hold.",
    ],
    [
      "matchers of two kinds",
      withState({ a: { $regex: "5", $gt: 4 } }),
      "cases.jsonl:1:58: expect.state.a: nothing is of a kind that $regex and $gt both hold for.",
    ],
    [
      "a key that is absent and more",
      withState({ a: { $absent: true, $gt: 4 } }),
      "cases.jsonl:1:58: expect.state.a: a key that is not there has no value: $absent stands alone.",
    ],
    [
      "any values, as one of several",
      withExpect({ context_variables: { $one_of: [{ a: 1 }, {}] } }),
      "cases.jsonl:1:65: expect.context_variables: every object is so, so it could never fail.",
    ],
    [
      "$unchanged in a reply",
      withExpect({ output: { json: { a: { $unchanged: true } } } }),
      'cases.jsonl:1:68: expect.output.json.a: "$unchanged" is not allowed here. It is for the value of a key in context_variables or state. Allowed: $any, $regex, $flags, $one_of, $contains, $gt, $gte, $lt, $lte, $partial, $unordered, $not, $size, $absent.',
    ],
    [
      "no completion at all",
      { id: "a", max_turns: 0, turns },
      "cases.jsonl:1:23: max_turns: with 0 no model is asked, so nothing that is expected could tell agents apart.",
    ],
    [
      "a turn after calls that nobody answers",
      { id: "a", execute_tools: false, turns: [{ user: "Hi" }, ...turns] },
      'cases.jsonl:1:27: execute_tools: OpenAI refuses to go on after a call that nobody answered: expect "tool_calls":[] in all turns but the last, or make each a case of its own, with "messages" before it.',
    ],
    [
      "a pattern that is none",
      withArguments({ id: { $regex: "(" } }),
      "cases.jsonl:1:102: expect.tool_calls[0].arguments.id.$regex: Invalid regular expression: /(/: Unterminated group.",
    ],
    [
      "an empty pattern",
      withArguments({ id: { $regex: "" } }),
      'cases.jsonl:1:102: expect.tool_calls[0].arguments.id.$regex: $regex takes a regular expression as a string, not "".',
    ],
    [
      "flags that are none",
      withArguments({ id: { $regex: "a", $flags: "q" } }),
      "cases.jsonl:1:102: expect.tool_calls[0].arguments.id.$regex: Invalid flags supplied to RegExp constructor 'q'.",
    ],
    [
      "flags that go on from an earlier match",
      withArguments({ id: { $regex: "a", $flags: "g" } }),
      "cases.jsonl:1:102: expect.tool_calls[0].arguments.id.$regex: the flags g and y continue from an earlier match, and there is none: leave them out.",
    ],
    [
      "flags without a pattern",
      withArguments({ id: { $flags: "i" } }),
      "cases.jsonl:1:102: expect.tool_calls[0].arguments.id.$flags: $flags goes with $regex.",
    ],
    [
      "a pattern between slashes",
      withExpect({ output: { regex: "/refund/i" } }),
      "cases.jsonl:1:63: expect.output.regex: write the pattern alone, with no slashes around it; for a letter of either case, write [Rr].",
    ],
    [
      "a pattern with Python's flags",
      withExpect({ output: { regex: "(?i)refund" } }),
      "cases.jsonl:1:63: expect.output.regex: Invalid regular expression: /(?i)refund/: Invalid group; for a letter of either case, write [Rr].",
    ],
    [
      "an empty pattern of a reply",
      withExpect({ output: { regex: "" } }),
      "cases.jsonl:1:63: expect.output.regex: every reply matches an empty pattern.",
    ],
    ...[".*", "^", "(?:sorry)?", "^ *|x", "[\\s\\S]*$"].map((regex): [string, unknown, string] => [
      `a pattern that is in every reply, ${regex}`,
      withExpect({ output: { regex } }),
      "cases.jsonl:1:63: expect.output.regex: every reply matches it, even an empty one.",
    ]),
    [
      "an empty text that a reply contains",
      withExpect({ output: { contains: ["a", ""] } }),
      "cases.jsonl:1:71: expect.output.contains[1]: every reply contains an empty string.",
    ],
    [
      "an empty list that a reply lacks",
      withExpect({ output: { not_contains: [] } }),
      "cases.jsonl:1:70: expect.output.not_contains: it is empty, so it could never fail.",
    ],
    [
      "a matcher for a part of a reply",
      withExpect({ output: { contains: { $regex: "x" } } }),
      "cases.jsonl:1:66: expect.output.contains: a matcher is not allowed here, only in arguments, result, context_variables, state and output.json.",
    ],
    [
      "a text for output",
      withExpect({ output: "Done." }),
      'cases.jsonl:1:54: expect.output: it must be an object, such as {"contains":"Done."}, not "Done.".',
    ],
    [
      "a judge without a rubric",
      withExpect({ output: { judge: { votes: 3 } } }),
      'cases.jsonl:1:63: expect.output.judge: "rubric" is missing. It says what the reply must do.',
    ],
    [
      "an empty rubric",
      withExpect({ output: { judge: " " } }),
      "cases.jsonl:1:63: expect.output.judge: it is empty, so there is nothing to grade by.",
    ],
    [
      "a list of rubrics",
      withExpect({ output: { judge: ["a", "b"] } }),
      "cases.jsonl:1:63: expect.output.judge: it must be a rubric, or an object with one, not a list.",
    ],
    [
      "no vote",
      withExpect({ output: { judge: { rubric: "It is kind.", votes: 0 } } }),
      "cases.jsonl:1:95: expect.output.judge.votes: it must be at least 1, not 0.",
    ],
    [
      "an empty output",
      withExpect({ output: {} }),
      "cases.jsonl:1:54: expect.output: it is empty, so it could never fail.",
    ],
    [
      "an unknown key in output",
      withExpect({ output: { includes: "x" } }),
      'cases.jsonl:1:55: expect.output: unknown key "includes". Did you mean "contains"? Allowed: contains, icontains, not_contains, regex, equals, by, json, judge.',
    ],
    [
      "a name instead of names",
      withExpect({ not_called: "escalate" }),
      'cases.jsonl:1:58: expect.not_called: it must be a list, not "escalate": write ["escalate"].',
    ],
    [
      "no names",
      withExpect({ not_called: [] }),
      "cases.jsonl:1:58: expect.not_called: it is empty, so it could never fail.",
    ],
    [
      "a name instead of a route",
      withExpect({ handoffs: "Sales" }),
      'cases.jsonl:1:56: expect.handoffs: it must be a list of agents, or an object with a route, not "Sales".',
    ],
    [
      "an empty handoffs",
      withExpect({ handoffs: {} }),
      "cases.jsonl:1:56: expect.handoffs: it is empty, so it could never fail.",
    ],
    [
      "a mode without a route",
      withExpect({ handoffs: { mode: "in_order", max: 2 } }),
      "cases.jsonl:1:56: expect.handoffs: a mode needs a route: add one, or leave the mode out.",
    ],
    [
      "an empty route in a loose mode",
      withExpect({ handoffs: { mode: "subset", route: [] } }),
      "cases.jsonl:1:56: expect.handoffs: an empty route in this mode expects nothing; to expect no handoffs, write [].",
    ],
    [
      "an edge of one agent",
      withExpect({ handoffs: { never: [["Sales"]] } }),
      'cases.jsonl:1:66: expect.handoffs.never[0]: it must be a pair of agents, as in ["Sales","Refunds"], not a list.',
    ],
    [
      "edges that are not a list",
      withExpect({ handoffs: { never: ["Sales", "Refunds"] } }),
      [
        'cases.jsonl:1:66: expect.handoffs.never[0]: it must be a pair of agents, as in ["Sales","Refunds"], not "Sales".',
        'cases.jsonl:1:74: expect.handoffs.never[1]: it must be a pair of agents, as in ["Sales","Refunds"], not "Refunds".',
      ].join("\n"),
    ],
    [
      "no edges",
      withExpect({ handoffs: { never: [] } }),
      "cases.jsonl:1:65: expect.handoffs.never: it is empty, so it could never fail.",
    ],
    [
      "empty values",
      withExpect({ context_variables: {} }),
      "cases.jsonl:1:65: expect.context_variables: it is empty, so it could never fail.",
    ],
    [
      "values that are a list",
      withState([1]),
      "cases.jsonl:1:53: expect.state: it must be an object, not a list.",
    ],
    [
      "any values",
      withState({ $any: true }),
      "cases.jsonl:1:53: expect.state: every object is so, so it could never fail.",
    ],
    [
      "a negative budget",
      withExpect({ max_cost: -1 }),
      "cases.jsonl:1:56: expect.max_cost: it must be at least 0, not -1.",
    ],
    [
      "half a token",
      withExpect({ max_tokens: 0.5 }),
      "cases.jsonl:1:58: expect.max_tokens: it must be a whole number, not 0.5.",
    ],
    [
      "an error that could be any",
      withExpect({ tool_calls: [{ name: "look", error: "" }] }),
      "cases.jsonl:1:82: expect.tool_calls[0].error: every error contains an empty text: write true.",
    ],
    [
      "an error of another kind",
      withExpect({ tool_calls: [{ name: "look", error: 404 }] }),
      "cases.jsonl:1:82: expect.tool_calls[0].error: it must be true, false, a part of what the error says, or a matcher, not 404.",
    ],
    [
      "a simulated user without a goal",
      { id: "a", user: { persona: "Terse." }, expect: { state: { a: 1 } } },
      'cases.jsonl:1:18: user: "goal" is missing.',
    ],
    [
      "a simulated user without words, or turns",
      { id: "a", user: { goal: "", max_turns: 0, turns: 2 }, expect: { state: { a: 1 } } },
      [
        "cases.jsonl:1:26: user.goal: it is empty: say what the user is after.",
        "cases.jsonl:1:41: user.max_turns: it must be at least 1, not 0.",
        'cases.jsonl:1:43: user: unknown key "turns". Did you mean "max_turns"? Allowed: goal, persona, model, max_turns, judge.',
      ].join("\n"),
    ],
    [
      "a simulated user who would wait for a call",
      { id: "a", user: { goal: "A7" }, execute_tools: false, expect: { state: { a: 1 } } },
      "cases.jsonl:1:1: the user could not go on after a call that nobody answered: leave out execute_tools.",
    ],
    [
      "a simulated user, and nothing but that tools may fail",
      { id: "a", user: { goal: "A7" }, expect: { tool_errors: "allow" } },
      "cases.jsonl:1:1: it only allows tools to fail, so it could never fail.",
    ],
    [
      "nothing but that tools may fail",
      withExpect({ tool_errors: "allow" }),
      "cases.jsonl:1:1: the case expects nothing, so it could never fail: add an expect, here or in a turn.",
    ],
    [
      "a text for a budget",
      withExpect({ max_latency_ms: "2s" }),
      'cases.jsonl:1:62: expect.max_latency_ms: it must be a number, not "2s".',
    ],
  ])("%s", async (_, line, problems) => {
    expect(await problemsIn([line])).toBe(problems);
  });
});

describe("a line that is a case, odd as it may be", () => {
  it.each<[title: string, line: unknown]>([
    ["the smallest budgets", withExpect({ max_cost: 0, max_tokens: 0, handoffs: { max: 0 } })],
    ["one trial and one turn of the model", { id: "a", turns, trials: 1, max_turns: 1 }],
    ["arguments that are no JSON", withArguments("no JSON")],
    ["arguments that are a number as text", withArguments("7")],
    ["arguments that are null", withArguments(null)],
    ["a pattern for a path", withExpect({ output: { regex: "/refunds/" } })],
    ["an empty reply", withExpect({ output: { equals: "" } })],
    ["no call, in the long form", withExpect({ tool_calls: { mode: "exact", calls: [] } })],
    ["no handoff, in the long form", withExpect({ handoffs: { mode: "exact", route: [] } })],
    ["a mode that is the usual one, without a route", withExpect({ handoffs: { route: ["a"] } })],
    ["an element that is empty", withState({ a: { $contains: {} }, b: { $contains: [] } })],
    ["an alternative that is not there", withState({ a: { $one_of: [{ $absent: true }, null] } })],
    ["variables that look like matchers", { id: "a", turns, context_variables: { $gt: "x" } }],
    ["an image alone", { id: "a", user: [{ type: "image_url" }], expect: { tool_calls: [] } }],
    ["a refusal", withMessage({ role: "assistant", refusal: "No." })],
    ["a developer's message", withMessage({ role: "developer", content: [], name: "x" })],
  ])("%s", async (_, line) => {
    expect(await problemsIn([line])).toBe("");
  });
});
