// What a browser denies to pages that are opened from a folder: files that a script fetches come as
// scripts from beside them, a worker runs in a frame, and a link to a folder leads to its first page.
{
  /** @type {Map<string, (text: string) => void>} */
  const waiting = new Map();
  const plain = (address) => decodeURI(String(new URL(address, document.baseURI)).replace(/[?#].*/, ""));

  /** Each file that comes as a script calls this; it knows its own address. */
  globalThis.fromFolder = (encoded) => {
    const own = plain(document.currentScript.src).replace(/\.from-folder\.js$/, "");
    waiting.get(own)?.(encoded);
  };

  /** @param {string} encoded */
  const bytes = (encoded) => Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));

  globalThis.fetch = (asked) =>
    new Promise((done, fail) => {
      let address = plain(asked instanceof Request ? asked.url : asked);
      if (address.endsWith("/")) address += "index.html";
      const script = document.createElement("script");
      waiting.set(address, (encoded) => done(new Response(bytes(encoded))));
      script.src = `${encodeURI(address)}.from-folder.js`;
      script.addEventListener("load", () => script.remove());
      script.addEventListener("error", () => fail(new TypeError(`${address} cannot be read`)));
      document.head.append(script);
    });

  globalThis.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.ready = new Promise((done) => this.frame.addEventListener("load", done));
      this.frame.src = String(new URL(address, document.baseURI)).replace(/\.js(?=$|\?)/, ".from-folder.html");
      addEventListener("message", ({ source, data }) => {
        if (source !== this.frame.contentWindow) return;
        const told = new MessageEvent("message", { data });
        this.onmessage?.(told);
        this.dispatchEvent(told);
      });
      document.body.append(this.frame);
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow?.postMessage(data, "*"));
    }
    terminate() {
      this.frame.remove();
    }
  };

  addEventListener(
    "click",
    (event) => {
      const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
      if (link && link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    },
    true,
  );
}
