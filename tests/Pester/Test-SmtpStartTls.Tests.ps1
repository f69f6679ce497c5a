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

    It 'has nothing in the properties where there was nothing to judge' {
        $result = Test-SmtpStartTls -Server $nobody
        foreach ($property in 'StartTls', 'Protocol', 'CipherSuite', 'Certificate', 'CertificateValid', 'NameMatch', 'DaysLeft', 'Dane', 'MtaSts') {
            $result.$property | Should -BeNullOrEmpty -Because "$property is not known"
        }
    }

    Context 'Input' {
        It 'goes on after input that is no domain' {
            $results = 'not a domain', 'user@[127.0.0.1]' | Test-SmtpStartTls -Port 1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $results | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDomain*'
            $failures[0].CategoryInfo.Category | Should -Be InvalidArgument
            $failures[0].TargetObject | Should -Be 'not a domain'
        }

        It 'ends at input that is no domain with -ErrorAction Stop' {
            { 'not a domain' | Test-SmtpStartTls -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDomain*'
        }

        It 'takes a <Property> from objects, as <Of> have it' -ForEach @(
            @{ Property = 'Domain'; Of = 'results of its own' }
            @{ Property = 'DomainName'; Of = 'accepted domains of Exchange' }
            @{ Property = 'EmailAddress'; Of = 'users of Active Directory' }
            @{ Property = 'PrimarySmtpAddress'; Of = 'mailboxes of Exchange' }
        ) {
            $result = [pscustomobject]@{ $Property = 'user@[127.0.0.1]'; Name = 'ignored' } | Test-SmtpStartTls -Port 1
            $result.Address | Should -Be 127.0.0.1
        }

        It 'takes a <Property> from objects' -ForEach @(@{ Property = 'Server' }, @{ Property = 'ComputerName' }) {
            "$Property,Note", "$nobody,x" | ConvertFrom-Csv | Test-SmtpStartTls | ForEach-Object Port | Should -Be 1
        }

        It 'takes several servers at once and gives a result for each' {
            $results = Test-SmtpStartTls -Server $nobody, '[::1]:1', '127.0.0.2:1'
            $results | Should -HaveCount 3
            foreach ($address in '127.0.0.1', '::1', '127.0.0.2') { $results | Where-Object Address -EQ $address | Should -HaveCount 1 }
        }

        It 'refuses -<Name> <Value>' -ForEach @(
            @{ Name = 'Port'; Value = 0 }
            @{ Name = 'Port'; Value = 70000 }
            @{ Name = 'Protocol'; Value = 'Tls14' }
            @{ Name = 'ThrottleLimit'; Value = 0 }
            @{ Name = 'TimeoutSec'; Value = 0 }
            @{ Name = 'TrustedRoot'; Value = 'no-such-file.pem' }
        ) {
            $more = @{ $Name = $Value }
            $failure = { Test-SmtpStartTls -Server 127.0.0.1 @more } | Should -Throw -PassThru
            $failure.ToString() | Should -Match "'$Name'|$([regex]::Escape($Value))"
        }

        It 'completes -Protocol' {
            $line = 'Test-SmtpStartTls -Protocol Tls1'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be Tls10, Tls11, Tls12, Tls13
        }
    }

    It 'stops when a later command has enough' {
        1..50 | ForEach-Object { [pscustomobject]@{ Server = $nobody } } | Test-SmtpStartTls | Select-Object -First 1 | Should -HaveCount 1
    }

    Context 'Views' {
        It 'shows a table of at most 120 columns' {
            $lines = (Test-SmtpStartTls -Server $nobody | Out-String -Width 120) -split "`r?`n"
            $lines -match 'MxHost +Status +Finding' | Should -HaveCount 1
            ($lines.ForEach({ $_.TrimEnd().Length }) | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 120
        }

        It 'shows the reason and the dialogue in the list' {
            $list = Test-SmtpStartTls -Server $nobody | Format-List | Out-String -Width 200
            $list | Should -Match 'Reason +: '
            $list | Should -Match 'Connect +Failed'
        }

        It 'shows a deserialized result in the same table' {
            $path = Join-Path $TestDrive result.xml
            Test-SmtpStartTls -Server $nobody | Export-Clixml $path
            Import-Clixml $path | Out-String -Width 120 | Should -Match 'MxHost +Status +Finding'
        }
    }

    It 'survives Clixml and JSON' {
        $path = Join-Path $TestDrive result.xml
        $result = Test-SmtpStartTls -Server $nobody
        $result | Export-Clixml $path
        Import-Clixml $path | Where-Object Status -EQ Unreachable | Should -HaveCount 1
        ($result | ConvertTo-Json -Depth 6 -WarningAction Stop | ConvertFrom-Json).MxHost | Should -Be 127.0.0.1
    }

    It 'takes its own results back, also deserialized' {
        $path = Join-Path $TestDrive result.xml
        'user@[127.0.0.1]' | Test-SmtpStartTls -Port 1 | Select-Object @{ n = 'Server'; e = { "$($_.Address):$($_.Port)" } } | Export-Clixml $path
        Import-Clixml $path | Test-SmtpStartTls | ForEach-Object Status | Should -Be Unreachable
    }
}

Describe 'Get-SmtpTlsCertificate' {
    It 'says which server has no certificate to give' {
        Get-SmtpTlsCertificate -Server $nobody -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NoCertificate*'
        $failures[0].ToString() | Should -Match '127\.0\.0\.1'
    }
}
