/** What `map` makes of each value, without those it makes nothing of; returns what the generator does. Ending this ends the generator. */
export async function* mapEvents<Event, Mapped, Returned>(
  events: AsyncGenerator<Event, Returned>,
  map: (event: Event) => Mapped | undefined,
): AsyncGenerator<Mapped, Returned> {
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      const mapped = map(next.value);
      if (mapped !== undefined) yield mapped;
    }
    return next.value;
  } finally {
    await events.return(undefined as Returned);
  }
}
