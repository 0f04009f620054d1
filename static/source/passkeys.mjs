// Passkeys: asks the browser to make one or to show one, and sends what it answers with the form around the button.

const toBytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), each => each.charCodeAt(0))
const toText = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const withBytes = list => (list ?? []).map(each => ({ ...each, id: toBytes(each.id) }))

// What was asked for may be a passkey that signs in by itself: it is kept on the device, and it asks for its owner.
async function create ({ publicKey }) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' }
    }
  })
  const { attestationObject, clientDataJSON } = credential.response
  return answer(credential, {
    attestationObject: toText(attestationObject),
    clientDataJSON: toText(clientDataJSON),
    transports: credential.response.getTransports()
  })
}

async function show ({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials)
    }
  })
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response
  return answer(credential, {
    authenticatorData: toText(authenticatorData),
    clientDataJSON: toText(clientDataJSON),
    signature: toText(signature),
    userHandle: userHandle && toText(userHandle)
  })
}

const answer = (credential, response) => ({
  type: credential.type,
  id: credential.id,
  rawId: toText(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response
})

async function optionsOf (form) {
  const written = document.getElementById('passkey-options')
  if (form.dataset.passkey !== 'sign-in') return JSON.parse(written.textContent)
  const said = await fetch(form.action, { headers: { Accept: 'application/json' } })
  if (!said.ok) throw new Error(said.status)
  return (await said.json()).request_options
}

for (const form of document.querySelectorAll('[data-passkey]')) {
  form.closest('[data-needs-script]').hidden = false
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const problem = form.querySelector('[data-problem]')
    problem.textContent = ''
    try {
      const ceremony = form.dataset.passkey === 'create' ? create : show
      const options = await optionsOf(form)
      const credential = await ceremony(options.creation_options ?? options.request_options ?? options)
      form.elements.credential.value = JSON.stringify(credential)
      form.submit()
    } catch {
      problem.textContent = 'Your browser did not use a passkey. Try again, or go on in another way.'
    }
  })
}
