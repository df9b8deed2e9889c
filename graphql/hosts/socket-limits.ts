/** How many sockets an address may hold open, and how much it may say on each. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { WebSocket } from "ws";
import { addressKey } from "../limits/address-key.ts";

export interface SocketLimits {
  readonly connectionsPerAddress: number;
  readonly subscriptionsPerConnection: number;
  readonly messagesPerSecond: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  connectionsPerAddress: 100,
  subscriptionsPerConnection: 50,
  messagesPerSecond: 100,
};

/** As the protocol's "too many initialisation requests": clients do not come back at once. */
const TOO_MANY = 4429;

export class OpenSockets {
  readonly #limits: SocketLimits;
  readonly #open = new Map<string, number>();
  readonly #messages: RateLimiterMemory;
  #count = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
    this.#messages = new RateLimiterMemory({ points: limits.messagesPerSecond, duration: 1 });
  }

  /** Whether an address may open another socket. */
  admits(address: string): boolean {
    return (this.#open.get(addressKey(address)) ?? 0) < this.#limits.connectionsPerAddress;
  }

  /** Counts a socket until it is closed, and closes it when it says too much. */
  add(address: string, socket: WebSocket): void {
    const from = addressKey(address);
    this.#open.set(from, (this.#open.get(from) ?? 0) + 1);
    this.#count += 1;
    const key = this.#count;
    socket.on("message", () => {
      this.#messages.consume(key).catch((reason: unknown) => {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        socket.close(TOO_MANY, `At most ${this.#limits.messagesPerSecond} messages a second are allowed.`);
      });
    });
    socket.once("close", () => {
      const left = (this.#open.get(from) ?? 1) - 1;
      if (left === 0) this.#open.delete(from);
      else this.#open.set(from, left);
    });
  }
}
