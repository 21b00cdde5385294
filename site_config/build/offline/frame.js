// In the frame that stands for a worker: answers go to the page, and a script that is imported comes
// later than it does in a worker, so that whoever imports it waits.
{
  const page = parent;
  globalThis.parent = globalThis; // the theme looks for something there, and may not
  globalThis.postMessage = (data) => page.postMessage(data, "*");
  globalThis.importScripts = (address) =>
    new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", done);
      script.addEventListener("error", fail);
      document.head.append(script);
    });
}
