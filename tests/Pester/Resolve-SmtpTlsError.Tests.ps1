BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
}

Describe 'Resolve-SmtpTlsError' {
    It 'takes <_>' -ForEach 'UnknownCredentials', 0x8009030D, -2146893043, '0x8009030D', 'TLS negotiation failed with error UnknownCredentials' {
        (Resolve-SmtpTlsError $_).Id | Should -Be schannel-unknown-credentials
    }

    It 'takes the error record of a failed connection' {
        $failure = try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', 1) } catch { $_ }
        ($failure | Resolve-SmtpTlsError).Id | Should -Be socket-connection-refused
    }

    It 'survives Clixml with its causes and commands' {
        $path = Join-Path $TestDrive error.xml
        Resolve-SmtpTlsError 12014 | Export-Clixml $path
        $back = Import-Clixml $path
        $back.Causes | Should -HaveCount 3
        $back.Checks[0].Command | Should -BeLike 'Get-ReceiveConnector*'
        $back | Out-String | Should -BeLike '*What to check*'
    }

    It 'shows in a table what is not known' {
        $lines = ('UnknownCredentials', 'xyzzy' | Resolve-SmtpTlsError | Format-Table | Out-String -Width 120) -split '\r?\n'
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 119 }
        $lines -match '^ +not known +xyzzy' | Should -HaveCount 1
    }

    It 'does not invent' {
        $unknown = Resolve-SmtpTlsError 'UnknownCredential'
        $unknown.Known | Should -BeFalse
        $unknown.Meaning | Should -BeNullOrEmpty
        $unknown.Nearest[0] | Should -BeLike 'schannel-unknown-credentials:*'
    }
}
