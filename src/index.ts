export { defineCases } from "./cases/reading/define-cases.ts";
export type { CaseLine } from "./cases/rules/case-line.ts";
export type { CaseNames } from "./cases/rules/case-names.ts";
export { runDemoLoop } from "./chat/demo-loop.ts";
export type { DemoLoopOptions } from "./chat/demo-loop.ts";
export { defineChecks } from "./checks/custom-check.ts";
export type {
  CheckFunction,
  CheckScope,
  CheckVerdict,
  CustomCheck,
  CustomChecks,
} from "./checks/custom-check.ts";
export { Agent } from "./swarm/agent/agent.ts";
export type { AgentOptions, Instructions, ToolChoice } from "./swarm/agent/agent.ts";
export { AgentError } from "./swarm/agent/agent.ts";
export type {
  ChatClient,
  ChatRequest,
  InputMessage,
  Message,
  ToolSchema,
} from "./swarm/agent/chat-client.ts";
export type { ContextVariables } from "./trajectory/trajectory.ts";
export type { JsonSchema } from "./signatures/schema/signature.ts";
export { registerSchemas } from "./signatures/registered-schemas.ts";
export type { FunctionSchema, FunctionSchemas } from "./signatures/registered-schemas.ts";
export { firstOf, NoProviderError } from "./swarm/completion/first-of.ts";
export type { Provider } from "./swarm/agent/providers.ts";
export { functionToJson } from "./swarm/tools/function-to-json.ts";
export type {
  Floor,
  LoopEvent,
  Member,
  Response as SpeakerResponse,
  Speaker,
} from "./swarm/floor.ts";
export { Result } from "./swarm/agent/result.ts";
export type { ResultOptions } from "./swarm/agent/result.ts";
export { ScriptEndedError, scriptedClient } from "./swarm/scripted-client.ts";
export type {
  ScriptedCall,
  ScriptedClient,
  ScriptedCompletion,
  ScriptedReply,
} from "./swarm/scripted-client.ts";
export { Swarm } from "./swarm/swarm.ts";
export type {
  AgentResponse as Response,
  StreamEvent,
  SwarmOptions,
  RunOptions,
} from "./swarm/swarm.ts";
export { asTool } from "./teams/as-tool.ts";
export type { AsToolOptions } from "./teams/as-tool.ts";
export { anyOf, says } from "./teams/endings.ts";
export { person } from "./teams/person.ts";
export { chat, concurrent, graph, groupChat, reviseUntil, sequential } from "./teams/shapes.ts";
export type { ChatOptions } from "./teams/shapes.ts";
export { userProxy } from "./teams/user-proxy.ts";
export type { ProxyCode, UserProxyOptions } from "./teams/user-proxy.ts";
export { team } from "./teams/team.ts";
export type { Ending, Standing, TeamOptions, Turns } from "./teams/team.ts";
export { chosenBy } from "./teams/chosen-by.ts";
export { after, allowed, atOnce, inOrder, random, roundRobin } from "./teams/turns.ts";
export { tool } from "./swarm/agent/tool.ts";
export type { AgentFunction, Tool, ToolOptions, ToolScope } from "./swarm/agent/tool.ts";
export type { Attempt, Step } from "./trajectory/trajectory.ts";
export { UnusableReplyError } from "./swarm/completion/reply.ts";
export type { Assembly, FactoryInput } from "./runner/agents/agents-module.ts";
export { CaseFileError } from "./cases/reading/problem.ts";
export type { Problem } from "./cases/reading/problem.ts";
export { BaselineError } from "./gate/baseline/baseline.ts";
export { UsageError, UserError } from "./text/user-error.ts";
export type {
  CaseResult,
  CheckResult,
  ErrorKind,
  ResultHeader,
  Shard,
  SuiteEnd,
  SuiteResult,
  Summary,
  TrafficMode,
  TrialError,
  TrialResult,
  Verdict,
} from "./results/result.ts";
export type { Entry } from "./runner/agents/agents-module.ts";
export type { LibraryOptions } from "./runs/library-options.ts";
export { playCase, runSuite } from "./runs/library.ts";
export type { GivenCase } from "./cases/reading/given-case.ts";
export type { PlayCaseOptions } from "./runs/play-case.ts";
export type { RunSuiteOptions } from "./runs/run-suite.ts";
export { defineConfig } from "./config/config.ts";
export type { Config, PriceConfig, SuiteConfig } from "./config/config.ts";
