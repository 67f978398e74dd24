// Passkeys and security keys: before such a form is sent, the browser is asked for the key, and its answer goes along.
// `data-passkey` says whether one is made or used, `data-options` which JSON on the page, or `data-from` which address, has the
// server's side of it. What the browser lacks is not offered.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

function understood(given) {
  const options = { ...given, challenge: bytes(given.challenge) };
  if (given.user) options.user = { ...given.user, id: bytes(given.user.id) };
  if (given.excludeCredentials) options.excludeCredentials = known(given.excludeCredentials);
  if (given.allowCredentials) options.allowCredentials = known(given.allowCredentials);
  return options;
}

function told(key) {
  const answer = { clientDataJSON: text(key.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) answer[part] = text(key.response[part]);
  }
  if (key.response.getTransports) answer.transports = key.response.getTransports();
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response: answer,
    clientExtensionResults: key.getClientExtensionResults(),
    authenticatorAttachment: key.authenticatorAttachment,
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.from, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function ask(form) {
  const given = await options(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: understood(given.request_options.publicKey) });
  }
  const publicKey = understood(given.creation_options.publicKey);
  if (form.elements.passwordless?.checked) {
    const wanted = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...wanted };
  }
  return navigator.credentials.create({ publicKey });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = document.querySelector("[data-passkey-fault]");
    if (fault) fault.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(told(await ask(form)));
      form.submit();
    } catch {
      if (fault) fault.hidden = false;
    }
  });
}
