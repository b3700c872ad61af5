// What others do shows here: one stream of events for a browser, however many tabs it has, and
// each page fetches anew the parts of it that follow the records in question.
(() => {
  const SILENCE = 40_000; // a stream that says nothing for so long is held back on the way
  const PATIENCE = 5_000; // until it has said hello
  const POLL = 10_000;
  const RETURN = 60_000; // from asking now and then to another try of a stream
  const GAP = 400; // between two looks at the same part
  const KEPT = 200;

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("foyer-live") : null;
  const remembered = [];
  let frame = null;
  let position = "";

  const order = (at) => at.split("-").map(Number);
  const isNewer = (at, than) => {
    if (!than) return true;
    const [a, b] = [order(at), order(than)];
    return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
  };

  // Parts of the page --------------------------------------------------------------------------

  // `data-live="deal client:ID client.merged"`: every deal, this client with all that belongs to it,
  // and every merge of clients.
  const follows = (part, event) => {
    const { kind, id, verb, of = [] } = event;
    const told = ["*", kind, `${kind}:${id}`, `${kind}.${verb}`, ...of];
    return part.dataset.live.split(" ").some((topic) => told.includes(topic));
  };
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const stale = new Map(); // whether others did it, too: what is one's own is no news
  const crossed = new WeakSet(); // whose answer is older than one that the reader asked for

  const isBusy = () =>
    document.hidden || document.querySelector(".sortable-chosen, [data-held], .htmx-swapping");
  // Something unsaved is in it, or the cursor where something would be typed.
  const isInUse = (part) => {
    const form = document.activeElement?.closest("form[data-guard]");
    return part.querySelector("form[data-dirty]") !== null || part.contains(form ?? null);
  };

  const hint = (part) => {
    const main = document.querySelector("main");
    if (main.querySelector(".live-hint")) return;
    const template = document.querySelector("template[data-live-hint]");
    main.prepend(template.content.cloneNode(true));
    main.querySelector(".live-hint button").addEventListener("click", () => look(part, true));
  };

  const look = async (part, isAskedFor = false) => {
    const isNews = stale.get(part);
    stale.delete(part);
    document.querySelector(".live-hint")?.remove();
    const url = part.dataset.liveUrl ?? location.pathname + location.search;
    crossed.delete(part);
    part.dataset.looking = "";
    const live = { part, here: location.href, isAskedFor, isNews };
    // Whoever only leaves the page open is signed out like everybody who leaves.
    const headers = isAskedFor ? {} : { "X-Unattended": "true" };
    const how = { source: part, target: part, swap: "outerMorph", headers, live };
    await htmx.ajax("GET", url, how);
    delete part.dataset.looking;
  };

  // One answer for a burst of events, and not all browsers in the same instant.
  const mark = (part, isNews) => {
    const isMarked = stale.has(part);
    stale.set(part, isNews || stale.get(part) === true);
    if (!isMarked) setTimeout(settle, 40 + Math.random() * 80, part);
  };
  const settle = (part) => {
    const isInHand = isInUse(part);
    const waits = isBusy() || part.dataset.looking !== undefined || (isInHand && !stale.get(part));
    if (!part.isConnected) stale.delete(part);
    else if (waits) setTimeout(settle, GAP, part);
    else if (isInHand) stale.delete(part), hint(part);
    else look(part);
  };

  document.addEventListener("htmx:before:request", (event) => {
    const { live, target } = event.detail.ctx;
    if (live) return;
    for (const part of parts()) {
      if (part.contains(target) || target.contains(part)) crossed.add(part);
    }
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { live } = event.detail.ctx;
    if (!live) return;
    const isLate = crossed.has(live.part) || live.here !== location.href;
    if (!isLate && (live.isAskedFor || !(isBusy() || isInUse(live.part)))) return;
    event.preventDefault();
    mark(live.part, live.isNews);
  });

  // Events -------------------------------------------------------------------------------------

  const hear = (event) => {
    if (!isNewer(event.at, position)) return;
    position = event.at;
    remembered.push(event);
    if (remembered.length > KEPT) remembered.shift();
    const isNews = event.by !== frame?.dataset.liveReader;
    for (const part of parts()) if (event.kind === "*" || follows(part, event)) mark(part, isNews);
  };
  const tell = (event) => {
    hear(event);
    channel?.postMessage({ event });
  };
  const resync = (at) => tell({ at, kind: "*" });
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.event) hear(data.event);
      // A tab that has just opened asks what came between its page and itself.
      for (const event of data.since === undefined ? [] : remembered) {
        if (isNewer(event.at, data.since)) channel.postMessage({ event });
      }
    };
  }

  // The stream ---------------------------------------------------------------------------------

  const addressed = (url) => `${url}?after=${encodeURIComponent(position)}`;
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  // Resolves when the stream has come to an end that the browser does not mend by itself.
  const stream = () =>
    new Promise((resolve) => {
      const source = new EventSource(addressed(frame.dataset.liveStream));
      let timer;
      const end = (why) => {
        clearTimeout(timer);
        source.close();
        resolve(why);
      };
      const wait = (time) => {
        clearTimeout(timer);
        timer = setTimeout(end, time, "silent");
      };
      wait(PATIENCE);
      for (const name of ["hello", "beat"]) source.addEventListener(name, () => wait(SILENCE));
      source.addEventListener("change", ({ data }) => (wait(SILENCE), tell(JSON.parse(data))));
      source.addEventListener("resync", ({ lastEventId }) => (wait(SILENCE), resync(lastEventId)));
      source.addEventListener("bye", () => end("over"));
      source.onerror = () => (source.readyState === source.CLOSED ? end("refused") : wait(SILENCE));
    });

  // Returns false where nobody is signed in any more.
  const ask = async () => {
    if (document.hidden) return true;
    try {
      const answer = await fetch(addressed(frame.dataset.livePoll));
      if (answer.status === 204) return false;
      if (!answer.ok) return true;
      const { at, events, missed } = await answer.json();
      missed ? resync(at) : events.forEach(tell);
      position ||= at;
    } catch {
      // The next one will tell.
    }
    return true;
  };

  const lead = async () => {
    while (true) {
      if ("EventSource" in window && (await stream()) === "over") return;
      const again = Date.now() + RETURN;
      while (Date.now() < again) {
        if (!(await ask())) return;
        await pause(POLL);
      }
    }
  };

  // Held by one tab; when it closes, the next one goes on from where it was.
  let isWaiting = false;
  const join = async () => {
    if (isWaiting) return;
    isWaiting = true;
    channel?.postMessage({ since: position });
    await (navigator.locks ? navigator.locks.request("foyer-live", lead) : lead());
    isWaiting = false;
  };
  foyer.whenAdded("[data-live-stream]", (added) => {
    frame = added;
    if (!position) position = added.dataset.livePosition;
    join();
  });
})();
