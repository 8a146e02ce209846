import { atOnce, call, say, type Script } from "../script.ts";
import { scriptedModel, type Model } from "./scripted-model.ts";

const gloves = { subject: "Tomorrow", body: "Bring gloves." };

const SCRIPT: Script = {
  "asked-outright": [[call("getWeather", { city: "New York" })]],

  "asked-for-tomorrow": [[call("getWeather", { city: "Chicago", day: "tomorrow" })]],

  "asked-by-the-way": [[call("getWeather", { city: "London" })]],

  "asked-in-korean": [[call("getWeather", { city: "Busan", day: "today" })]],

  "not-asked-greeting": [[say("Hello! I can tell you the weather, and mail it to somebody.")]],

  "not-asked-time": [[say("I have no clock, so I cannot tell you.")]],

  "not-asked-facts": [[say("I do not know; I can only speak of the weather there.")]],

  "not-asked-mail": [
    [
      call("sendEmail", {
        recipient: "leo@example.org",
        subject: "Tonight",
        body: "I will be late.",
      }),
    ],
  ],

  answered: [
    [
      call("getWeather", { city: "London" }),
      say("The sky over {city} says {sky}, at {degrees} degrees."),
    ],
  ],

  "answered-in-korean": [
    [
      call("getWeather", { city: "Busan", day: "tomorrow" }),
      say("내일 부산의 기온은 {degrees}도입니다."),
    ],
  ],

  "below-zero": [
    [
      call("getWeather", { city: "Chicago", day: "tomorrow" }),
      say("It will have {degrees} degrees, under a {sky} sky."),
    ],
  ],

  "two-cities-at-once": [
    [
      atOnce(call("getWeather", { city: "London" }), call("getWeather", { city: "New York" })),
      say("In {1.city} with {1.degrees} degrees; {2.city} has {2.degrees}."),
    ],
  ],

  "today-and-tomorrow": [
    [
      atOnce(
        call("getWeather", { city: "Busan" }),
        call("getWeather", { city: "Busan", day: "tomorrow" }),
      ),
      say("Today it is {1.sky}, and {2.day} {2.sky}."),
    ],
  ],

  "city-put-right": [
    [
      call("getWeather", { city: "Big Apple" }),
      call("getWeather", { city: "New York" }),
      say("{city} has a {sky} sky."),
    ],
  ],

  "no-such-city": [
    [call("getWeather", { city: "Moon" }), say("I am afraid that there is no forecast for it.")],
  ],

  "day-put-right": [
    [
      call("getWeather", { city: "New York", day: "sunday" }),
      call("getWeather", { city: "New York", day: "tomorrow" }),
      say("The forecast for {day} says {sky}."),
    ],
  ],

  mailed: [
    [
      call("getWeather", { city: "Chicago" }),
      call("sendEmail", {
        recipient: "mum@example.org",
        subject: "The weather in {city}",
        body: "{day}: {sky}, {degrees} degrees.",
      }),
      say("Done. {2}"),
    ],
  ],

  "mailed-to-whom": [
    [say("Gladly. What is Leo's address?")],
    [
      call("getWeather", { city: "London" }),
      call("sendEmail", {
        recipient: "leo@example.org",
        subject: "London",
        body: "{sky}, {degrees} degrees",
      }),
      say("Leo has it now."),
    ],
  ],

  "address-put-right": [
    [
      call("sendEmail", { recipient: "ann(at)example.org", ...gloves }),
      call("sendEmail", { recipient: "ann@example.org", ...gloves }),
      say("It is on its way to Ann."),
    ],
    [say("You are welcome!")],
  ],
};

/** A model that knows the conversations of the weather suite. */
export function weatherModel(): Model {
  return scriptedModel("weather", SCRIPT);
}
