# A tour on one machine, without a mail server: start a listener on loopback, test it as any server is tested, send it a message over
# STARTTLS, and see what the listener saw. Uses no network and no cmdlet outside this module and PowerShell's core.

$listener = Start-SmtpTlsListener -Port 0 -HostName localhost

'--- Is mail to this server encrypted, and how? -----------------------------------------------------------'
$result = Test-SmtpStartTls -Server "localhost:$($listener.Port)" -AddressFamily IPv4
$result | Format-Table

'--- The same in every detail, with the dialogue ----------------------------------------------------------'
$result | Format-List

'--- A message over STARTTLS ------------------------------------------------------------------------------'
Send-SmtpTlsMessage -Server "localhost:$($listener.Port)" -From sender@example.com -To recipient@example.com -Subject 'Quick start' -TlsMode Required | Format-List

'--- What the listener saw: two connections of the test, and the message ----------------------------------'
$listener | Receive-SmtpTlsSession -Count 3 -TimeoutSec 10 | Format-Table

$listener | Stop-SmtpTlsListener
