import { testDesk } from "./test-desk.ts";

testDesk("openai-agents", {
  toSeats: "transfer_to_Seats",
  toCancellations: "transfer_to_Cancellations",
});
