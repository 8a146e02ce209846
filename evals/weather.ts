import { Agent } from "swarm-eval";
import type { Assembly } from "swarm-eval";

interface Weather {
  readonly sky: "clear" | "cloudy" | "rain" | "snow";
  /** Degrees Celsius. */
  readonly degrees: number;
}

const FORECAST: Readonly<Record<string, { readonly today: Weather; readonly tomorrow: Weather }>> =
  {
    Busan: { today: { sky: "clear", degrees: 14 }, tomorrow: { sky: "cloudy", degrees: 11 } },
    Chicago: { today: { sky: "snow", degrees: -3 }, tomorrow: { sky: "clear", degrees: -7 } },
    London: { today: { sky: "rain", degrees: 9 }, tomorrow: { sky: "rain", degrees: 10 } },
    "New York": { today: { sky: "clear", degrees: 6 }, tomorrow: { sky: "snow", degrees: 0 } },
  };

/** One agent with two tools. The cases ask which of them it calls first, or that it calls none. */
export default function forecaster(): Assembly {
  const sent: { recipient: string; subject: string; body: string }[] = [];

  /**
   * Says what the weather is like.
   * @param city Its English name, without the country
   */
  function getWeather(city: string, day: "today" | "tomorrow" = "today") {
    const forecast = FORECAST[city];
    if (forecast === undefined) throw new Error(`There is no forecast for ${city}.`);
    return { city, day, ...forecast[day] };
  }

  /**
   * Sends an e-mail.
   * @param recipient An address, never a name
   */
  function sendEmail(recipient: string, subject: string, body: string) {
    if (!/^\S+@\S+\.\S+$/.test(recipient)) throw new Error(`${recipient} is not an address.`);
    sent.push({ recipient, subject, body });
    return `Sent to ${recipient}.`;
  }

  const agent = new Agent({
    name: "Weather Agent",
    instructions: `You tell what the weather is like, and mail it to whom you are asked to.
Never guess the weather, nor an address. Answer in the language that you are asked in.`,
    functions: [getWeather, sendEmail],
  });

  return { agent, state: () => ({ sent }) };
}
