# The cmdlets against the lab's servers, as a user's compliance tests would call them. Without the lab these are skipped.
BeforeDiscovery {
    $noLab = -not $env:SMTPTLS_LAB
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    if ($env:SMTPTLS_LAB) {
        $lab = Get-Content -Raw -LiteralPath $env:SMTPTLS_LAB | ConvertFrom-Json
        $common = @{ DnsServer = $lab.dnsServer; Port = $lab.smtpPort }
    }
}

Describe 'The lab' -Skip:$noLab {
    It 'passes a compliance test for <_>' -ForEach 'postfix-good', 'exim-good', 'opensmtpd-good' {
        $result = Test-SmtpStartTls -Server "$_.lab.test" -TrustedRoot $lab.root @common
        $result.Status | Should -Be Authenticated -Because $result.Reason
        $result.Protocol | Should -BeGreaterOrEqual ([SmtpTls.SslProtocolVersion]::Tls12)
        $result.DaysLeft | Should -BeGreaterThan 14
        $result.Level | Should -BeGreaterOrEqual ([SmtpTls.TlsLevel]::Authenticated)
    }

    It 'tests a list of domains in one pipeline and finds those that are not authenticated' {
        $bad = 'mx.lab.test', 'null.lab.test', 'implicit.lab.test' | Test-SmtpStartTls -TrustedRoot $lab.root @common |
            Where-Object Status -NE Authenticated
        $bad.Domain | Sort-Object | Should -Be implicit.lab.test, null.lab.test
    }

    It 'gives a result that survives Clixml and JSON with certificate, steps and dialogue' {
        $result = Test-SmtpStartTls mxalias.lab.test -TrustedRoot $lab.root @common
        $result | Export-Clixml (Join-Path $TestDrive lab.xml)
        $back = Import-Clixml (Join-Path $TestDrive lab.xml)
        $json = $result | ConvertTo-Json -Depth 6 -EnumsAsStrings -WarningAction Stop | ConvertFrom-Json
        foreach ($other in $back, $json) {
            $other.Status | Should -Be Encrypted
            $other.Protocol | Should -Be Tls13
            $other.CipherSuite | Should -Be $result.CipherSuite
            $other.ChainSent.Thumbprint | Should -Be $result.ChainSent.Thumbprint
            $other.CertificateProblems | Should -Be NameMismatch
            $other.Steps | Should -HaveCount $result.Steps.Count
            $other.Transcript | Should -HaveCount $result.Transcript.Count
        }
    }

    It 'shows the dialogue of the test in the list view' {
        $list = Test-SmtpStartTls -Server postfix-good.lab.test -TrustedRoot $lab.root @common | Format-List | Out-String -Width 200
        $list | Should -Match 'STARTTLS'
        $list | Should -Match 'MAIL FROM:<>'
        $list | Should -Match 'CN=Lab Root'
    }

    It 'gets a chain that can be saved and trusted' {
        $chain = Get-SmtpTlsCertificate -Server postfix-root-sent.lab.test @common
        $chain | Should -HaveCount 3
        $path = Join-Path $TestDrive root.pem
        $chain[-1].Pem | Set-Content -LiteralPath $path
        (Test-SmtpStartTls -Server exim-good.lab.test -TrustedRoot $path @common).CertificateValid | Should -BeTrue
        (Test-SmtpStartTls -Server exim-good.lab.test -TrustedRoot $chain[-1].Certificate @common).CertificateValid | Should -BeTrue
    }

    It 'presents a client certificate from a file' {
        $result = Test-SmtpStartTls -Server exim-client-required.lab.test -ClientCertificate $lab.clientCertificate -TrustedRoot $lab.root @common
        $result.ClientCertificateAccepted | Should -BeTrue
    }
}
