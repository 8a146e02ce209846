export { target } from "./targets/langgraph.ts";
