export { runDemoLoop } from "./chat/demo-loop.ts";
export type { DemoLoopOptions } from "./chat/demo-loop.ts";
export { Agent } from "./swarm/agent.ts";
export type { AgentOptions, Instructions, ToolChoice } from "./swarm/agent.ts";
export { AgentError } from "./swarm/agent-error.ts";
export type {
  ChatClient,
  ChatRequest,
  InputMessage,
  Message,
  ToolSchema,
} from "./swarm/chat-client.ts";
export type { ContextVariables } from "./swarm/context-variables.ts";
export type { JsonSchema } from "./signatures/signature.ts";
export { functionToJson } from "./swarm/function-to-json.ts";
export type { LoopEvent, Response } from "./swarm/loop.ts";
export { Result } from "./swarm/result.ts";
export type { ResultOptions } from "./swarm/result.ts";
export { ScriptEndedError, scriptedClient } from "./swarm/scripted-client.ts";
export type { ScriptedClient, ScriptedReply } from "./swarm/scripted-client.ts";
export type { ScriptedCall, ScriptedCompletion } from "./swarm/scripted-completion.ts";
export { Swarm } from "./swarm/swarm.ts";
export type { StreamEvent, SwarmOptions, RunOptions } from "./swarm/swarm.ts";
export { tool } from "./swarm/tool.ts";
export type { AgentFunction, Tool, ToolOptions, ToolScope } from "./swarm/tool.ts";
export type { Step } from "./swarm/trajectory.ts";
export { UnusableReplyError } from "./swarm/unusable-reply.ts";
export type { FactoryInput, Team } from "./runner/agents-module.ts";
export { defineConfig } from "./config/config.ts";
export type { Config, PriceConfig, SuiteConfig } from "./config/config.ts";
