BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
}

Describe 'A listener' {
    BeforeEach {
        $listener = Start-SmtpTlsListener -Port 0 -HostName mx.example.com
        $null = $listener | Test-SmtpStartTls -HeloName client.example.com
    }

    AfterEach {
        Stop-SmtpTlsListener
    }

    It 'shows what a sender did' {
        $session = $listener | Receive-SmtpTlsSession -Count 2 -TimeoutSec 30 | Where-Object Encrypted
        $session | Should -HaveCount 1
        $session.HeloName | Should -Be client.example.com
        $session.OfferedProtocols | Should -Contain Tls13
        "$($session.Transcript)" | Should -Match 'C: STARTTLS'
    }

    It 'keeps sessions that a later command did not want' {
        Receive-SmtpTlsSession | Select-Object -First 1 | Should -HaveCount 1
        Receive-SmtpTlsSession -Count 1 -TimeoutSec 30 | Should -HaveCount 1
    }

    It 'survives Clixml and JSON, and so do its sessions' {
        $all = @($listener) + @(Receive-SmtpTlsSession -Count 2 -TimeoutSec 30)
        $path = Join-Path $TestDrive sessions.xml
        $all | Export-Clixml $path
        (Import-Clixml $path)[0].Port | Should -Be $listener.Port
        (Import-Clixml $path)[0] | Stop-SmtpTlsListener
        $listener.IsRunning | Should -BeFalse
        foreach ($one in $all) {
            ($one | ConvertTo-Json -Depth 6 -WarningAction Stop | ConvertFrom-Json).Start | Should -Not -BeNullOrEmpty
        }
    }

    It 'shows tables of at most 120 columns' {
        $tables = ($listener | Out-String -Width 120), (Receive-SmtpTlsSession -Count 2 -TimeoutSec 30 | Out-String -Width 120)
        $tables[0] | Should -Match 'Address +HostName +Mode +State +Waiting +Thumbprint'
        $tables[1] | Should -Match 'Start \(UTC\) +Sender +TLS +MailFrom, failure or reason +Mail +Cipher'
        ($tables -split "`r?`n").ForEach({ $_.TrimEnd().Length }) | Should -BeLessOrEqual 120
    }
}
