// Without script the list is as long as it is; with it, typing leaves the agencies whose names hold what is typed.
const filter = document.querySelector(".filter");
filter.hidden = false;
filter.addEventListener("input", ({ target }) => {
  for (const item of document.querySelectorAll(".agencies li")) item.hidden = !item.textContent.includes(target.value.trim());
});
