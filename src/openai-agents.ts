export { target } from "./targets/openai-agents.ts";
