BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/SmtpTls/SmtpTls.psd1') -Force
}

Describe 'Get-SmtpTlsPolicy' {
    BeforeAll {
        # There is no name server: each look-up fails in the end, and that is a result.
        $policies = [pscustomobject]@{ EmailAddress = 'somebody@example.com' }, [pscustomobject]@{ Domain = 'example.org' } |
            Get-SmtpTlsPolicy -DnsServer 127.0.0.1:1 -ErrorAction Stop | Sort-Object Domain
    }

    It 'takes domains and mail addresses from objects' {
        $policies.Domain | Should -Be 'example.com', 'example.org'
    }

    It 'gives a result for a domain that cannot be looked up, and the finding says why' {
        $policies[0].Action | Should -Be 'Refuse'
        $policies[0].Findings.Id | Should -Contain 'MxLookupFailed'
    }

    It 'shows a table that fits 120 columns, and a list with everything' {
        $lines = ($policies | Out-String -Width 120) -split "`r?`n"

        @($lines -match '^Domain .* Findings').Count | Should -Be 1
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
        $policies | Format-List | Out-String | Should -Match 'Attack +:'
    }

    It 'survives Clixml' {
        $path = Join-Path $TestDrive 'policy.xml'
        $policies | Export-Clixml $path
        (Import-Clixml $path)[0].Effective | Should -Match 'delivers no mail to example.com'
    }
}

Describe 'New-SmtpTlsaRecord' {
    It 'writes the record of a certificate file, and of the certificate itself' {
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=mx.example.com', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
        $path = Join-Path $TestDrive 'mx.cer'
        [System.IO.File]::WriteAllBytes($path, $certificate.RawData)

        $record = New-SmtpTlsaRecord $path -HostName mx.example.com

        $record | Should -BeOfType [string]
        $record | Should -Match '^_25\._tcp\.mx\.example\.com\. IN TLSA 3 1 1 [0-9a-f]{64}$'
        $certificate | New-SmtpTlsaRecord -HostName mx.example.com | Should -Be $record
        New-SmtpTlsaRecord $path -HostName mx.example.com -Generic | Should -Match 'IN TYPE52 \\# 35 030101[0-9a-f]{64}$'
    }
}
