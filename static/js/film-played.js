// What has been played since the last report the server acknowledged: ranges in whole milliseconds.

export class Played {
  constructor(player) {
    this.player = player;
    this.ranges = [];
    this.at = null;
    player.addEventListener("timeupdate", () => this.notes());
    // The first word of the time comes a quarter of a second later: each pause would cost that much.
    player.addEventListener("playing", () => this.notes());
    player.addEventListener("seeking", () => (this.at = null));
    player.addEventListener("pause", () => (this.notes(), (this.at = null)));
  }

  // Time that went by without a jump was played; a jump begins a new range.
  notes() {
    const now = Math.round(this.player.currentTime * 1000);
    if (this.player.seeking) return;
    const last = this.ranges.at(-1);
    const step = now - (this.at ?? now);
    if (this.at !== null && step > 0 && step < 2000 * Math.max(1, this.player.playbackRate)) {
      if (last && last[1] === this.at) last[1] = now;
      else this.ranges.push([this.at, now]);
    }
    this.at = this.player.paused ? null : now;
  }

  // A copy to send; what is played from now on begins a range of its own.
  taken() {
    this.notes();
    return this.ranges.map(([start, end]) => [start, end]);
  }

  acknowledged(sent) {
    const whole = new Set(sent.map(([start, end]) => `${start}-${end}`));
    this.ranges = this.ranges
      .filter(([start, end]) => !whole.has(`${start}-${end}`))
      .map(([start, end]) => [sent.find((one) => one[0] === start && one[1] < end)?.[1] ?? start, end]);
  }
}
