// The colours that the reader has chosen, or those of the system, before anything is painted.
{
  const chosen = window.__md_get("__palette")?.color;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const followed = { scheme: dark ? "slate" : "default" };
  const asked = chosen && chosen.media !== "(prefers-color-scheme)" ? chosen : followed;
  for (const [key, value] of Object.entries(asked)) document.body.setAttribute(`data-md-color-${key}`, value);
}
