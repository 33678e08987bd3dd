/** The look of the pages that links in alerts open: phone first, light and dark, one hand. */
export const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;--back:light-dark(#f3f5f8,#11151b);--card:light-dark(#fff,#1a212b);--line:light-dark(#d6dce4,#303b49);--text:light-dark(#17202b,#e9eef4);--soft:light-dark(#556274,#9ba9ba);--focus:light-dark(#1c66d6,#7fb0ff);--critical:light-dark(#b3261e,#ff8a80);--warning:light-dark(#8a5a00,#ffc266);--info:light-dark(#1c66d6,#7fb0ff)}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text)}
main{max-width:44rem;margin:0 auto;padding:1rem}
header{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;padding:.25rem 0 1rem;color:var(--soft);font-size:.9rem}
header b{color:var(--text)}
a{color:inherit}
h1{font-size:1.35rem;margin:0;line-height:1.25;overflow-wrap:anywhere}
h2{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.25rem 0}
ul{list-style:none;margin:0;padding:0}
bdi{overflow-wrap:anywhere}
.soft{color:var(--soft)}
.card{display:grid;grid-template-columns:7rem 1fr;gap:.75rem;align-items:center;padding:.6rem;margin:0 0 .6rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem;text-decoration:none}
.card:hover,.card:focus-visible{border-color:var(--focus);outline:none}
.card img,.card .none{width:7rem;height:4rem;object-fit:cover;border-radius:.35rem;background:var(--line);display:grid;place-items:center;font-size:.75rem;color:var(--soft)}
.picture{display:block;width:100%;aspect-ratio:16/9;object-fit:contain;background:#000;border-radius:.6rem;margin:1rem 0}
.tag{display:inline-block;font-size:.75rem;font-weight:650;letter-spacing:.04em;text-transform:uppercase}
.critical{color:var(--critical)}.warning{color:var(--warning)}.info{color:var(--info)}
form{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem;margin:.5rem 0}
button{font:inherit;font-weight:600;padding:.85rem .5rem;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.6rem;cursor:pointer}
button:hover,button:focus-visible{border-color:var(--focus);outline:none}
button.on{border:2px solid var(--focus)}
li.entry{padding:.4rem 0;border-top:1px solid var(--line)}
.empty{padding:3rem 1rem;text-align:center;color:var(--soft)}
`

/** An eye with a loop for a pupil. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 16Q16-2 30 16 16 34 2 16Z" fill="#1c66d6"/><path d="M16 9.5a6.5 6.5 0 1 1-6.2 4.5" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><circle cx="16" cy="16" r="2.4" fill="#fff"/></svg>`
