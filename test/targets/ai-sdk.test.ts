import { testDesk } from "./test-desk.ts";

testDesk("ai-sdk", { toSeats: "toSeats", toCancellations: "toCancellations" }, [
  ["context_variables", { context_variables: { passenger: "Ada" } }],
  ["max_turns", { max_turns: 3 }],
  ["model_override", { model_override: "gpt-5.4-mini" }],
]);
