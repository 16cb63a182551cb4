// Tells the house how often sound begins, is heard to its middle and comes to its end, or cannot be loaded: daily sums, nothing about anybody.
{
  let told, heard, last, at;
  const tell = ({ type, target }) => {
    const audio = target.closest?.("audio[data-count]");
    if (!audio) return;
    if (at != audio.currentSrc) [told, heard, last, at] = [0, 0, 0, audio.currentSrc];
    const say = (what, bit) => {
      if (told & bit) return;
      told |= bit;
      navigator.sendBeacon?.("/api/v1/count", `${audio.dataset.count} ${what}`);
    };
    // A jump is not heard: the middle is reached when half of the sound went by, whatever the place.
    const time = audio.currentTime;
    if (!audio.seeking && type == "timeupdate" && time > last) heard += time - last;
    last = time;
    if (type == "error" && (audio.error || audio.networkState == 3)) say("failed", 1);
    if (type == "playing") say("start", 2);
    if (told > 1 && heard * 2 > audio.duration) say("half", 4);
    if (type == "ended") say("end", 8);
  };
  for (const type of ["error", "playing", "seeking", "seeked", "timeupdate", "ended"]) document.addEventListener(type, tell, true);
}
