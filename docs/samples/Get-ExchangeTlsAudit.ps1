<#
.SYNOPSIS
Says of every connector of an Exchange organization what its TLS settings amount to, and what in them is wrong.

.DESCRIPTION
Run it in the Exchange Management Shell (Windows PowerShell 5.1), or in PowerShell 7 with a remote session to Exchange imported. It asks for all
Send and Receive connectors, the transport configuration, the transport services and the certificates of every server, and gives what
Get-ExchangeTlsPolicy says. It changes nothing.

A server that does not answer costs a warning, not the audit: its connectors are then judged without its certificates.

.PARAMETER OutputPath
A file to keep the result in (Export-Clixml), for ExchangeTls.Tests.ps1 or for a comparison with the next one.

.EXAMPLE
./Get-ExchangeTlsAudit.ps1

One line for each connector, with the names of the findings.

.EXAMPLE
./Get-ExchangeTlsAudit.ps1 | Where-Object { $_.Findings | Where-Object Severity -eq Error } | Format-List

Everything about those that need work.

.EXAMPLE
./Get-ExchangeTlsAudit.ps1 -OutputPath ./audit.xml; Invoke-Pester -Container (New-PesterContainer -Path ./ExchangeTls.Tests.ps1 -Data @{ Path = './audit.xml' })

Fails where there is something to mend.
#>
[CmdletBinding()]
param(
    [string] $OutputPath
)

$ErrorActionPreference = 'Stop'

if (-not (Get-Command Get-SendConnector -ErrorAction SilentlyContinue)) {
    throw 'There is no Get-SendConnector here. Run this in the Exchange Management Shell, or import a session with Exchange first.'
}

$services = @(Get-TransportService)
$certificates = @(
    foreach ($service in $services) {
        # The certificates of one server do not serve another: they are given together with its name.
        try {
            foreach ($certificate in Get-ExchangeCertificate -Server $service.Name) {
                if (-not $certificate.Identity) {
                    Add-Member -InputObject $certificate -NotePropertyName Identity -NotePropertyValue "$($service.Name)\$($certificate.Thumbprint)" -Force
                }
                $certificate
            }
        }
        catch {
            Write-Warning "The certificates of $($service.Name) cannot be read: $_"
        }
    }
)
$connectors = @(Get-SendConnector) + @(Get-ReceiveConnector)

$judge = @{ TransportConfig = Get-TransportConfig; TransportService = $services }
if ($certificates.Count -gt 0) { $judge.Certificate = $certificates }
$policies = @($connectors | Get-ExchangeTlsPolicy @judge)

if ($OutputPath) { $policies | Export-Clixml -LiteralPath $OutputPath -Depth 4 }
$policies
