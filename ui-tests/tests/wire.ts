import type { Page, WebSocket } from '@playwright/test';

/** What the page sends to kernels, seen from outside of it. */
export class Wire {
  /** Listen from now on to every connection that the page opens later. */
  constructor(page: Page) {
    page.on('websocket', socket => this._listen(socket));
  }

  /** How many messages with that in their text (their type, a comm's target) were sent since the last `clear`. */
  sent(part: string): number {
    return this._sent.filter(text => text.includes(part)).length;
  }

  clear(): void {
    this._sent = [];
  }

  private _listen(socket: WebSocket): void {
    if (socket.url().includes('/api/kernels/')) {
      socket.on('framesent', ({ payload }) => {
        this._sent.push(payload.toString());
      });
    }
  }

  private _sent: string[] = [];
}
