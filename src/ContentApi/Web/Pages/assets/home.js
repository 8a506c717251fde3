// Fills the landing page with the content of this service: the size of the library, and the responses of the examples.
const get = async (path) => {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`);
  }

  return response.json();
};

for (const element of document.querySelectorAll("[data-count]")) {
  get(element.dataset.count).then((list) => (element.textContent = list.totalCount.toLocaleString("en")), () => {});
}

const revision = document.querySelector("[data-revision]");
get(revision.dataset.revision).then((current) => {
  const time = new Date(current.changedAt).toLocaleString("en", { dateStyle: "long", timeStyle: "short" });
  revision.textContent = `Revision ${current.revision.toLocaleString("en")}, changed on ${time}.`;
}, () => {});

for (const element of document.querySelectorAll("[data-example]")) {
  get(element.dataset.example).then((body) => (element.textContent = JSON.stringify(body, null, 2)), (error) => (element.textContent = error.message));
}

for (const element of document.querySelectorAll("[data-origin]")) {
  element.textContent = element.textContent.replace("http://localhost:5080", location.origin);
}
