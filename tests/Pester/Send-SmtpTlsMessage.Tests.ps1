BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/SmtpTls/SmtpTls.psd1') -Force
    $message = @{ From = 'a@example.com'; To = 'b@example.com' }
}

Describe 'Send-SmtpTlsMessage' {
    It 'gives a result for a server that is not there' {
        $result = Send-SmtpTlsMessage 127.0.0.1:1 @message
        $result.Status | Should -Be Unreachable
        $result.Sent | Should -BeFalse
        $result.Reason | Should -Match 'refused'
    }

    It 'does nothing with -WhatIf' {
        Send-SmtpTlsMessage 127.0.0.1:1 @message -WhatIf | Should -BeNullOrEmpty
    }

    It 'takes servers from a table' {
        'Server,Port', '127.0.0.1,1', '127.0.0.1,2' | ConvertFrom-Csv | Send-SmtpTlsMessage @message | Sort-Object Port | ForEach-Object Port | Should -Be 1, 2
    }

    It 'sends no password in the clear' {
        $credential = [pscredential]::new('user', (ConvertTo-SecureString 'x' -AsPlainText -Force))
        { Send-SmtpTlsMessage 127.0.0.1:1 @message -TlsMode Off -Credential $credential } | Should -Throw -ErrorId 'CredentialWithoutTls*'
    }
}
