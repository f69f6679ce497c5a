<#
A Pester 5 file that fails on what is wrong with the TLS settings of an Exchange organization.

In the Exchange Management Shell, with Get-ExchangeTlsAudit.ps1 beside this file:

    Invoke-Pester -Path ./ExchangeTls.Tests.ps1

Elsewhere, with a result that Get-ExchangeTlsAudit.ps1 -OutputPath has kept:

    Invoke-Pester -Container (New-PesterContainer -Path ./ExchangeTls.Tests.ps1 -Data @{ Path = './audit.xml' })

Accept names findings that are known and accepted; FailOnWarning takes warnings for failures, too.
#>
param(
    [string] $Path,
    [string[]] $Accept = @(),
    [switch] $FailOnWarning
)

BeforeDiscovery {
    if ($Path) { $policies = @(Import-Clixml -LiteralPath $Path) }
    else { $policies = @(& "$PSScriptRoot/Get-ExchangeTlsAudit.ps1") }
    # A disabled connector harms nobody.
    $severities = @('Error')
    if ($FailOnWarning) { $severities += 'Warning' }
    $connectors = @(
        foreach ($policy in $policies) {
            if ($policy.Enabled -ne $false) {
                @{ Name = "$($policy.Direction.ToString()) connector $($policy.Identity)"; Policy = $policy; Severities = $severities; Accept = $Accept }
            }
        }
    )
}

Describe 'TLS of Exchange' {
    # In Exchange there always are connectors; none means that the audit itself has failed.
    It 'has connectors to look at' -ForEach @{ Count = $connectors.Count } {
        $Count | Should -BeGreaterThan 0
    }

    It '<Name> has nothing to mend' -ForEach $connectors {
        # ToString, because an enum that comes from a file is a number to every comparison.
        $findings = @($Policy.Findings | Where-Object { $Severities -contains $_.Severity.ToString() -and $Accept -notcontains $_.Id })
        $findings | ForEach-Object { "$($_.Id): $($_.Text)" } | Should -BeNullOrEmpty -Because $Policy.Summary
    }
}
