// The same agents, whose tools and models fail as each case says.
export { default } from "./airline.ts";
