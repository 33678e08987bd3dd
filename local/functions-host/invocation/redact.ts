// The marks that Azure's host looks for; whatever follows one of them is a credential.
const credentials =
  /(AccountKey=|SharedAccessKey=|SharedAccessSignature=|DefaultEndpointsProtocol=http[^;]*;AccountName=[^;]*;AccountKey=|accesskey=|Token=|PWD=|Password=|\b(?:sig|code)=|x-functions-key[=:] ?)[^\s;&"'<]+/gi
const userInfo = /(\w+:\/\/[^\s/:@]*):[^\s/@]+@/g

/** Takes credentials out of a text that is going to be printed. */
export function redact(text: string): string {
  return text.replace(credentials, '$1[Hidden Credential]').replace(userInfo, '$1:[Hidden Credential]@')
}
