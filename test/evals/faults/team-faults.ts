import type { TrialResult } from "../../../src/results/result.ts";
import type { Instructions } from "../../../src/swarm/agent/agent.ts";
import { agentsAmong, isMember, type Member, type Speaker } from "../../../src/swarm/floor.ts";
import { contentText } from "../../../src/trajectory/content.ts";
import type { Fault, TeamFault } from "./fault.ts";

/** The words by which members of the suites end their teams. */
const ENDS = /\b(?:TERMINATE|PRINT|APPROVED|NO MUSIC)\b/g;

/** A team's list of members is the very list that it gives the floor to. */
interface Team extends Member {
  readonly members: Speaker[];
}

const NEVER_END = "Never say that it is over.";

/** What a model says that was told not to end. */
export function withoutEnd(words: string, system: string): string {
  return system.includes(NEVER_END) ? words.replaceAll(ENDS, "").trim() : words;
}

/** The faults that the teams of a trial could have had, which are made of these agents; none if there were no teams. */
export function teamFaultsIn({ steps }: TrialResult, agents: readonly string[]): TeamFault[] {
  const teams = steps.filter(({ type }) => type === "ended").map(({ agent }) => agent);
  const outermost = teams.at(-1);
  if (outermost === undefined) return [];
  const spoke = steps.flatMap((step) => {
    if (step.type === "said") return [{ name: step.agent, words: step.content }];
    if (step.type !== "reply" || step.aside === true) return [];
    return [{ name: step.agent, words: contentText(step.message.content) }];
  });
  const inner = teams.filter((team) => team !== outermost);
  return [
    ...[...spoke.map(({ name }) => name), ...inner].map((member): TeamFault => ({
      kind: "member left out",
      member,
    })),
    ...teams.map((team): TeamFault => ({ kind: "order reversed", team })),
    ...spoke.flatMap(({ name, words }): TeamFault[] => {
      if (!agents.includes(name)) return [];
      const other = agents[(agents.indexOf(name) + 1) % agents.length] ?? name;
      return [
        ...(other === name ? [] : [{ kind: "prompt mistaken", agent: name, of: other } as const]),
        ...(words.match(ENDS) === null ? [] : [{ kind: "end not said", agent: name } as const]),
      ];
    }),
  ];
}

/** Has the teams among these speakers, or the agents in them, do wrong what a fault says. */
export function plantInTeams(fault: Fault, speakers: readonly Speaker[]): void {
  const agents = agentsAmong(speakers);
  const agent = agents.find(({ name }) => "agent" in fault && name === fault.agent);
  switch (fault.kind) {
    case "member left out":
      for (const { members } of teamsAmong(speakers)) {
        const at = members.findIndex(({ name }) => name === fault.member);
        if (at >= 0) members.splice(at, 1);
      }
      return;
    case "order reversed":
      for (const { name, members } of teamsAmong(speakers))
        if (name === fault.team) members.reverse();
      return;
    case "prompt mistaken": {
      const other = agents.find(({ name }) => name === fault.of);
      if (agent !== undefined && other !== undefined) agent.instructions = other.instructions;
      return;
    }
    case "end not said":
      if (agent !== undefined)
        agent.instructions = `${agent.instructions as Instructions & string}\n${NEVER_END}`;
  }
}

function teamsAmong(speakers: readonly Speaker[]): Set<Team> {
  const teams = speakers.filter((one): one is Team => isMember(one) && one.members !== undefined);
  return new Set(teams.flatMap((team) => [team, ...teamsAmong(team.members)]));
}
