import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** The plug between page and server: all that they say goes through it, and it can be pulled. */
export class Plug {
  /** Put it in front of a server; pages then go to `url`. */
  static async before(server: string): Promise<Plug> {
    const plug = new Plug(Number(new URL(server).port));
    await new Promise<void>(ready => plug._entrance.listen(0, HOST, ready));
    return plug;
  }

  private constructor(private readonly _port: number) {
    this._entrance = createServer(socket => this._join(socket));
  }

  /** Where the server is met while the plug is in. */
  get url(): string {
    return `http://${HOST}:${(this._entrance.address() as AddressInfo).port}`;
  }

  /** Cut every connection, and let none come about. */
  pull(): void {
    this._isIn = false;
    this._sockets.forEach(socket => socket.destroy());
  }

  /** Let connections come about again. */
  putBack(): void {
    this._isIn = true;
  }

  async close(): Promise<void> {
    this.pull();
    await new Promise(closed => this._entrance.close(closed));
  }

  private _join(inner: Socket): void {
    if (!this._isIn) {
      inner.destroy();
      return;
    }
    const outer = connect(this._port, HOST);
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner]
    ]) {
      this._sockets.add(socket);
      socket.pipe(other);
      // Either end may go at any time; the other one goes with it.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this._sockets.delete(socket);
        other.destroy();
      });
    }
  }

  private readonly _entrance: Server;
  private readonly _sockets = new Set<Socket>();
  private _isIn = true;
}

const HOST = '127.0.0.1';
