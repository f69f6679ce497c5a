BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    # Nothing listens on port 1 of loopback.
    $nobody = '127.0.0.1:1'
}

Describe 'Test-SmtpStartTls' {
    It 'tells of a server that is down in a result, not in an error' {
        $result = Test-SmtpStartTls -Server $nobody -ErrorAction Stop
        $result.Status | Should -Be Unreachable
        $result.Reason | Should -Not -BeNullOrEmpty
        $result.Score | Should -Be 0
    }

    It 'goes on after input that is no domain' {
        $results = 'not a domain', 'user@[127.0.0.1]' | Test-SmtpStartTls -Port 1 -ErrorVariable failures -ErrorAction SilentlyContinue
        $results | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDomain*'
        $failures[0].TargetObject | Should -Be 'not a domain'
    }

    It 'stops when a later command has enough' {
        1..50 | ForEach-Object { [pscustomobject]@{ Server = $nobody } } | Test-SmtpStartTls | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'shows a table of at most 120 columns' {
        $lines = (Test-SmtpStartTls -Server $nobody | Out-String -Width 120) -split "`r?`n"
        $lines -match 'MxHost +Address +Status' | Should -HaveCount 1
        ($lines.ForEach({ $_.TrimEnd().Length }) | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 120
    }

    It 'survives Clixml and JSON' {
        $path = Join-Path $TestDrive result.xml
        $result = Test-SmtpStartTls -Server $nobody
        $result | Export-Clixml $path
        (Import-Clixml $path).Status.ToString() | Should -Be Unreachable
        ($result | ConvertTo-Json -Depth 6 -WarningAction Stop | ConvertFrom-Json).MxHost | Should -Be 127.0.0.1
    }

    It 'shows a deserialized result in the same table' {
        $path = Join-Path $TestDrive result.xml
        Test-SmtpStartTls -Server $nobody | Export-Clixml $path
        Import-Clixml $path | Out-String -Width 120 | Should -Match 'MxHost +Address +Status'
    }
}

Describe 'Get-SmtpTlsCertificate' {
    It 'says which server has no certificate to give' {
        Get-SmtpTlsCertificate -Server $nobody -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NoCertificate*'
        $failures[0].ToString() | Should -Match '127\.0\.0\.1'
    }
}
