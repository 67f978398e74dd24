// The same paper in another language: choices have the same ids in each, so no answer changes. What is owed is sent first; what
// cannot be sent lies in the outbox and is taken up again; without a connection the page stays as it is, for it could not come back.
export function languages({ slot, rest, failed }) {
  return async (button) => {
    await rest();
    const address = new URL(button.dataset.address, location.href);
    address.searchParams.set("slot", slot());
    try {
      const there = await fetch(address, { method: "HEAD", redirect: "error", signal: AbortSignal.timeout(5000) });
      if (there.ok) return location.assign(address);
    } catch {
      // Said below: no connection is no fault of the candidate.
    }
    failed();
  };
}
