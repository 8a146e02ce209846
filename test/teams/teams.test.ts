import { describe, expect, it } from "vitest";
import {
  Agent,
  after,
  allowed,
  anyOf,
  chat,
  chosenBy,
  concurrent,
  graph,
  groupChat,
  person,
  random,
  Result,
  reviseUntil,
  says,
  scriptedClient,
  sequential,
  Swarm,
  team,
  tool,
  userProxy,
  type Member,
  type Message,
  type ScriptedClient,
  type ScriptedReply,
  type Speaker,
  type Step,
} from "../../src/index.ts";

const clients = new Map<string, ScriptedClient>();

/** An agent whose model says these, one after the other. */
function agent(name: string, ...replies: readonly ScriptedReply[]): Agent {
  const client = scriptedClient(replies);
  clients.set(name, client);
  return new Agent({ name, instructions: `You are ${name}.`, client });
}

/** What an agent's model was asked last, without its instructions. */
function heard(name: string) {
  return clients.get(name)?.requests.at(-1)?.messages.slice(1);
}

async function play(
  speaker: Speaker,
  { human = [], maxTurns }: { readonly human?: readonly string[]; readonly maxTurns?: number } = {},
) {
  const answers = [...human];
  const run = new Swarm().events({
    agent: speaker,
    messages: [{ role: "user", content: "Begin." }],
    maxTurns,
    ask: () => Promise.resolve(answers.shift()),
  });
  const steps: Step[] = [];
  let next = await run.next();
  for (; !next.done; next = await run.next()) steps.push(next.value as Step);
  const spoke = steps.flatMap((step) =>
    (step.type === "reply" && step.aside !== true) || step.type === "said" ? [step.agent] : [],
  );
  const ended = steps.filter((step) => step.type === "ended");
  return {
    steps,
    spoke,
    ended: ended.at(-1),
    ...next.value,
  };
}

const TERMINATE = says("TERMINATE");

describe("a chat of two", () => {
  it("goes to and fro until somebody ends it, each hearing the other as its user", async () => {
    const joe = agent("Joe", "Who is there?", "Ha! **TERMINATE**.");
    const cathy = agent("Cathy", "Knock knock.", "Lettuce.");
    const { spoke, ended } = await play(chat(joe, cathy, { until: TERMINATE }));
    expect(spoke).toEqual(["Cathy", "Joe", "Cathy", "Joe"]);
    expect(ended).toMatchObject({ agent: "Joe and Cathy", reason: "termination", rounds: 4 });
    expect(heard("Joe")).toEqual([
      // What the user says are the initiator's first words.
      { role: "assistant", content: "Begin." },
      { role: "user", name: "Cathy", content: "Knock knock." },
      { role: "assistant", content: "Who is there?" },
      { role: "user", name: "Cathy", content: "Lettuce." },
    ]);
    expect(heard("Cathy")?.[0]).toEqual({ role: "user", name: "Joe", content: "Begin." });
  });

  it("ends after so many turns of each", async () => {
    const both = chat(agent("Joe", "One."), agent("Cathy", "Two.", "Three."), { maxTurns: 2 });
    expect(await play(both)).toMatchObject({
      spoke: ["Cathy", "Joe", "Cathy"],
      ended: { reason: "rounds", rounds: 3 },
    });
  });

  it("has a proxy in it that answers by itself so often in a row, and anew in each turn", async () => {
    const proxy = userProxy({
      name: "Proxy",
      humanInput: "never",
      autoReply: "Go on.",
      maxAutoReplies: 1,
    });
    const both = chat(proxy, agent("Helper", "One.", "Two.", "Three.", "Four."), { maxTurns: 9 });
    const swarm = new Swarm();
    const messages: Message[] = [];
    for (const content of ["Count.", "Count on."]) {
      messages.push({ role: "user", content });
      messages.push(...(await swarm.run({ agent: both, messages })).messages);
    }
    expect(messages.map(({ content }) => content).join(" ")).toBe(
      "Count. One. Go on. Two. Count on. Three. Go on. Four.",
    );
  });

  it("refuses to begin without an end", () => {
    expect(() => chat(agent("Joe"), agent("Cathy"))).toThrow(
      'The chat of Joe and Cathy needs an end: maxTurns, or until, such as says("TERMINATE").',
    );
  });

  it("has a person in it, who can end it", async () => {
    const you = person({ name: "You" });
    const helper = agent("Helper", "What else?", "And now?");
    const played = await play(chat(you, helper, { maxTurns: 9 }), { human: ["More.", "exit"] });
    expect(played).toMatchObject({
      spoke: ["Helper", "You", "Helper"],
      ended: { reason: "person", rounds: 4 },
    });
    expect(heard("Helper")?.at(-1)).toEqual({ role: "user", name: "You", content: "More." });
  });

  it("says who was asked where nobody is there to answer", async () => {
    const you = person({ name: "You" });
    await expect(play(chat(you, agent("Helper", "Well?"), { maxTurns: 2 }))).rejects.toThrow(
      'You was asked, and nobody is there to answer: the case has no answer left in "human".',
    );
  });
});

describe("a group", () => {
  const shape = { name: "Room", until: TERMINATE };

  it("is led by whoever an agent names, whose choice the others do not hear", async () => {
    const host = agent("Host", "I think the Critic.", "Writer or Critic", "Writer");
    const turns = chosenBy(host);
    const writer = agent("Writer", "Done. TERMINATE");
    const played = await play(
      groupChat([writer, agent("Critic", "Too long.")], { ...shape, turns }),
    );
    expect(played.spoke).toEqual(["Critic", "Writer"]);
    expect(heard("Writer")).toEqual([
      { role: "user", content: "Begin." },
      { role: "user", name: "Critic", content: "Too long." },
    ]);
    expect(played.steps.filter((step) => step.type === "reply" && step.aside)).toHaveLength(3);
  });

  it("takes the next in the list if the choice names nobody", async () => {
    const host = agent("Host", "Bob", "Bob", "Bob");
    const turns = chosenBy(host);
    const members = [agent("Writer", "Fine. TERMINATE"), agent("Critic")];
    expect((await play(groupChat(members, { ...shape, turns }))).spoke).toEqual(["Writer"]);
  });

  it("follows a rule of one's own, the dice, and what is allowed to follow", async () => {
    const abc = (): Agent[] => ["A", "B", "C"].map((name) => agent(name, ...Array(9).fill(name)));
    const ruled = groupChat(abc(), {
      name: "Ruled",
      maxRounds: 3,
      turns: ({ members, rounds }) => members.at(-1 - rounds.length),
    });
    expect((await play(ruled)).spoke).toEqual(["C", "B", "A"]);
    const thrown = async (seed: number) =>
      (await play(groupChat(abc(), { name: "Dice", maxRounds: 6, turns: random(seed) }))).spoke;
    expect(await thrown(1)).toEqual(await thrown(1));
    expect(await thrown(1)).not.toEqual(await thrown(2));
    const turns = allowed({ A: ["C"], C: ["A"] }, ({ members }) => members[0]);
    expect((await play(groupChat(abc(), { name: "Edges", maxRounds: 4, turns }))).spoke).toEqual([
      "A",
      "C",
      "A",
      "C",
    ]);
  });

  it("ends where its rule gives the floor to nobody", async () => {
    const quiet = groupChat([agent("A")], { name: "Quiet", maxRounds: 3, turns: () => undefined });
    expect((await play(quiet)).ended).toMatchObject({ reason: "nobody", rounds: 0 });
  });
});

describe("a workflow", () => {
  it("has each speak once, hearing all before it, and hands on its last words alone", async () => {
    const members = [agent("Outline", "1. 2."), agent("Text", "Once upon"), agent("Title", "Tale")];
    const tale = sequential(members, { name: "Tale", summary: "last" });
    const played = await play(tale);
    expect(played.spoke).toEqual(["Outline", "Text", "Title"]);
    expect(heard("Title")).toHaveLength(3);
    expect(played.messages).toEqual([{ role: "assistant", content: "Tale", sender: "Tale" }]);
  });

  it("is summed up by an agent, if one is named", async () => {
    const summary = agent("Editor", "In short: news.");
    const news = concurrent([agent("A", "a"), agent("B", "b")], { name: "News", summary });
    const { messages } = await play(news);
    expect(messages).toEqual([{ role: "assistant", content: "In short: news.", sender: "News" }]);
    expect(heard("Editor")).toHaveLength(3);
  });

  it("goes on without a member that fails, and says who", async () => {
    const down = agent("Down", new Error("401 Wrong key"));
    const played = await play(
      concurrent([agent("A", "a"), down, agent("C", "c")], { name: "News" }),
    );
    expect(played.spoke).toEqual(["A", "C"]);
    expect(played.ended?.failed).toEqual([{ member: "Down", message: "401 Wrong key" }]);
    const all = concurrent([agent("Down", new Error("x"))], { name: "All" });
    expect((await play(all)).ended).toMatchObject({ reason: "failed" });
  });

  it("fails with a member where it is not to be tolerant", async () => {
    const strict = sequential([agent("A", "a"), agent("Down", new Error("x"))], { name: "Strict" });
    await expect(play(strict)).rejects.toThrow("x");
  });

  it("begins at once whatever waits for nothing, in an order that does not depend on who is quicker", async () => {
    const slow = agent("Slow", async () => {
      // Its neighbour is done long before.
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      return "slow";
    });
    const order = { Last: ["Slow", "Quick"] };
    const members = [slow, agent("Quick", "quick"), agent("Last", "last")];
    const played = await play(graph(members, { name: "Graph", after: order }));
    expect(played.spoke).toEqual(["Slow", "Quick", "Last"]);
    expect(played.ended).toMatchObject({ rounds: 2 });
    expect(() => graph(members, { name: "Graph", after: { Last: ["Gone"] } })).toThrow(
      'The team Graph has no member "Gone" to wait for.',
    );
  });

  it("revises until the critic approves, or often enough", async () => {
    const limits = { approves: "APPROVED", atMost: 3 };
    const approved = reviseUntil(agent("W", "v1", "v2"), agent("C", "No.", "APPROVED"), {
      name: "Loop",
      ...limits,
    });
    expect(await play(approved)).toMatchObject({
      spoke: ["W", "C", "W", "C"],
      ended: { reason: "termination" },
    });
    const never = reviseUntil(agent("W", "1", "2", "3"), agent("C", "No.", "No.", "No."), {
      name: "Loop",
      ...limits,
    });
    expect((await play(never)).ended).toMatchObject({ reason: "rounds", rounds: 6 });
  });

  it("merges what members at once change in the context variables, in their order", async () => {
    const setting = (name: string, key: string): Agent => {
      const set = tool({
        name: "set",
        parameters: { type: "object", properties: {} },
        execute: () => new Result({ value: "Set.", contextVariables: { [key]: name, last: name } }),
      });
      const one = agent(name, { toolCalls: [{ name: "set" }] }, "Done.");
      one.functions.push(set);
      return one;
    };
    const both = concurrent([setting("A", "a"), setting("B", "b")], { name: "Both" });
    expect((await play(both)).contextVariables).toEqual({ a: "A", b: "B", last: "B" });
  });
});

it("is a member of other teams, and can be handed to", async () => {
  const inner = chat(agent("Joe", "Yes. TERMINATE"), agent("Cathy", "Well?"), {
    name: "Duo",
    until: TERMINATE,
    summary: "last",
  });
  const outer = sequential([inner, agent("Editor", "Printed.")], { name: "Paper" });
  expect((await play(outer)).spoke).toEqual(["Cathy", "Joe", "Editor"]);
  expect(heard("Editor")?.at(-1)).toEqual({
    role: "user",
    name: "Duo",
    content: "Yes. TERMINATE",
  });

  const duo: Member = chat(agent("Joe", "Bye. TERMINATE"), agent("Cathy", "Hm?"), {
    name: "Duo",
    until: TERMINATE,
  });
  const front = agent("Front", { toolCalls: [{ name: "toDuo" }] });
  front.functions.push(
    tool({
      name: "toDuo",
      parameters: { type: "object", properties: {} },
      execute: () => duo,
    }),
  );
  const handed = await play(front);
  expect(handed.steps.find((step) => step.type === "handoff")).toMatchObject({ to: "Duo" });
  expect(handed.spoke).toEqual(["Front", "Cathy", "Joe"]);
  expect(handed.agent.name).toBe("Duo");
});

it("is heard by its own members as they spoke, whenever it has the floor again", async () => {
  const writer = agent("Writer", "v1", "v2");
  const critic = agent("Critic", "APPROVED", "APPROVED");
  const desk = reviseUntil(writer, critic, { name: "Desk", approves: "APPROVED", atMost: 1 });
  const manager = agent("Manager", "Plan.", "Once more.");
  await play(groupChat([manager, desk], { name: "Essay", maxRounds: 4 }));
  expect(heard("Writer")).toEqual([
    { role: "user", content: "Begin." },
    { role: "user", name: "Manager", content: "Plan." },
    { role: "assistant", content: "v1" },
    { role: "user", name: "Critic", content: "APPROVED" },
    { role: "user", name: "Manager", content: "Once more." },
  ]);
});

it("has all that the user says for the initiator's words, turn after turn", async () => {
  const joe = agent("Joe", "One.", "Two.");
  const cathy = agent("Cathy", "Three.", "Four.", "Five.", "Six.");
  const both = chat(joe, cathy, { maxTurns: 2 });
  const first = await play(both);
  const messages: Message[] = [{ role: "user", content: "Begin." }, ...first.messages];
  await new Swarm().run({ agent: both, messages: [...messages, { role: "user", content: "Go." }] });
  expect(heard("Joe")?.filter(({ role }) => role === "assistant")).toEqual(
    ["Begin.", "One.", "Go."].map((content) => ({ role: "assistant", content })),
  );
});

it("knows several ends, and refuses members that cannot be told apart", async () => {
  const until = anyOf(says("STOP"), ({ rounds }) => rounds.length === 2);
  const stopped = groupChat([agent("A", "a", "b", "c")], { name: "Any", until });
  expect((await play(stopped)).ended).toMatchObject({ reason: "termination", rounds: 2 });
  expect(() => team({ name: "T", members: [], turns: after({}) })).toThrow("has no members");
  expect(() => team({ name: "T", members: [agent("T")], turns: after({}) })).toThrow("has T twice");
});

it("shows the picture that a member's tool returned to all members, as a user's", async () => {
  const painter = agent("Painter", { toolCalls: [{ name: "draw" }] }, "Here it is.", "Better?");
  const draw = () => new Result({ file: Uint8Array.of(1, 2), type: "image/png" });
  painter.functions.push(tool({ name: "draw", parameters: { type: "object" }, execute: draw }));
  const critic = agent("Critic", "It is too dark.");
  await play(chat(critic, painter, { maxTurns: 2 }));
  const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AQI=" } };
  for (const name of ["Painter", "Critic"]) {
    const seen = heard(name)?.filter(({ content }) => Array.isArray(content));
    expect(seen).toMatchObject([{ role: "user", content: [{ type: "text" }, picture] }]);
    expect(Object.keys(seen?.[0] ?? {})).toEqual(["role", "content"]);
  }
});

describe("the completions that a run may take", () => {
  const looking = () => [{ toolCalls: [{ name: "look" }] }, "Seen."] as const;
  const withTool = (name: string) => {
    const looker = agent(name, ...looking());
    looker.functions.push(tool({ name: "look", execute: () => "found" }));
    return looker;
  };

  it("are those of all members of a team together", async () => {
    const joe = agent("Joe", "Two.", "Four.");
    const cathy = agent("Cathy", "One.", "Three.");
    const { spoke, steps } = await play(chat(joe, cathy, { maxTurns: 2 }), { maxTurns: 2 });
    expect(spoke).toEqual(["Cathy", "Joe"]);
    expect(steps.slice(-2)).toMatchObject([
      { type: "turn_limit", agent: "Joe and Cathy", max_turns: 2 },
      { type: "ended", agent: "Joe and Cathy", reason: "rounds", rounds: 2 },
    ]);
  });

  it("cut a member short, and say so once", async () => {
    const inner = chat(agent("Joe", "Well?"), withTool("Looker"), { name: "Inner", maxTurns: 3 });
    const outer = sequential([inner, agent("Last", "Done.")], { name: "Outer" });
    const { steps } = await play(outer, { maxTurns: 1 });
    expect(steps.filter(({ type }) => type === "turn_limit")).toMatchObject([{ agent: "Looker" }]);
    expect(steps.filter(({ type }) => type === "ended")).toMatchObject([
      { agent: "Inner", reason: "rounds" },
      { agent: "Outer", reason: "rounds" },
    ]);
  });

  it("are not shared out among members at once by who is quicker", async () => {
    const both = concurrent([withTool("Ann"), withTool("Bob")], { name: "Both" });
    const { spoke } = await play(sequential([both, agent("Last", "Done.")], { name: "All" }), {
      maxTurns: 2,
    });
    expect(spoke).toEqual(["Ann", "Ann", "Bob", "Bob"]);
  });
});
