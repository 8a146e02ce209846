import { testDesk } from "./test-desk.ts";

const NAMES = { toSeats: "transfer_to_seats", toCancellations: "transfer_to_cancellations" };

testDesk("langgraph", NAMES, [["model_override", { model_override: "gpt-5.4-mini" }]]);
